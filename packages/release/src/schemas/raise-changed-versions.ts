import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Bump, type Comparison, requiredBump } from "@oap/diff";
import { type ReleasedDocument, readReleasedDocument } from "../record-release.ts";
import { nextId } from "./next-id.ts";
import { type PublishedDocuments, readPublishedDocuments } from "./published-documents.ts";
import { raiseVersions, type VersionRaise } from "./raise-versions.ts";
import { changedSchemas, ledgerPath, readReleasedSchemas } from "./released-schemas.ts";
import { schemaIndex } from "./schema-index.ts";

export interface RaisedVersion {
  readonly id: string;
  readonly next: string;
  /** The contract source, from the root; absent where no place was found. */
  readonly file?: string;
}

interface ContractDocument {
  readonly types: Readonly<Record<string, { readonly id: string; readonly envelopeOf?: string }>>;
}

export interface RaiseOptions {
  readonly root: string;
  /** Whether to write into the sources, and not only to tell. */
  readonly write: boolean;
  /** Compares the last release with what is generated. */
  readonly compare: (base: ReleasedDocument, head: ReleasedDocument) => Promise<Comparison>;
}

/**
 * Gives every schema whose content changed since its release a version that is not released, in the contract sources.
 * The comparison with the last release says how far: what breaks is never released under a minor version. An envelope
 * follows its operation, so all of an operation's are raised at once.
 */
export async function raiseChangedVersions({ root, write, compare }: RaiseOptions): Promise<readonly RaisedVersion[]> {
  const released = await readReleasedSchemas(join(root, ledgerPath));
  const documents = await readPublishedDocuments(join(root, "generated"));
  const index = schemaIndex(documents);
  const { themselves, containing } = changedSchemas(released, index);
  const last = Object.keys(released.releases).at(-1);
  if (last === undefined || themselves.length + containing.length === 0) return [];

  const text = textOf(documents, "contract.json");
  const contract: ContractDocument = JSON.parse(text);
  const comparison = await compare(await readReleasedDocument(root, last), { version: documents.version, text });
  const places: Readonly<Record<string, { readonly file: string }>> = JSON.parse(
    await readFile(join(root, "generated/source-map.json"), "utf8"),
  );
  const typeOf = new Map(Object.entries(contract.types).map(([name, { id }]) => [id, name]));
  const fileOf = new Map(index.schemas.map(({ $id, file }) => [$id, file]));

  const raised: RaisedVersion[] = [];
  const bySubject = Map.groupBy([...themselves, ...containing].sort(), (id) => {
    const name = typeOf.get(id) ?? "";
    return contract.types[name]?.envelopeOf ?? name;
  });
  for (const [subject, ids] of bySubject) {
    const parts = new Set([subject, ...ids.flatMap((id) => partsOf(typeOf.get(id), documents, fileOf.get(id)))]);
    const findings = comparison.findings.filter((finding) => parts.has(finding.subject.name));
    const bump = stepOf({ ...comparison, findings }, ids[0] ?? "");
    const isReleased = (id: string) => Object.hasOwn(released.schemas, id);
    const next = ids.map((id) => ({ id, next: nextId(id, bump, isReleased) }));
    const raise: VersionRaise = {
      property: contract.types[subject] === undefined ? "key" : "name",
      value: subject,
      version: versionOf(next[0]?.next ?? ""),
    };
    const file = places[subject]?.file;
    const found = file !== undefined && (await raiseIn(join(root, file), raise, write));
    raised.push(...next.map((one) => ({ ...one, ...(found ? { file } : {}) })));
  }
  return raised.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the names of a comparison may be, of which a schema's file consists: itself, and what it brings along. */
function partsOf(name: string | undefined, documents: PublishedDocuments, file: string | undefined): readonly string[] {
  const { $defs = {} } = JSON.parse(textOf(documents, file ?? ""));
  return [name ?? "", ...Object.keys($defs)];
}

/** A content that is only written in another way takes the least step there is. */
function stepOf(comparison: Comparison, id: string): Bump {
  const bump = requiredBump(comparison, versionOf(id));
  return bump === "none" ? "patch" : bump;
}

function versionOf(id: string): string {
  return id.slice(id.lastIndexOf(":") + 1);
}

function textOf({ files }: PublishedDocuments, path: string): string {
  return Buffer.from(files.get(path) ?? "{}").toString("utf8");
}

async function raiseIn(path: string, raise: VersionRaise, write: boolean): Promise<boolean> {
  const { text, missed } = raiseVersions(await readFile(path, "utf8"), [raise]);
  if (missed.length > 0) return false;
  if (write) await writeFile(path, text);
  return true;
}
