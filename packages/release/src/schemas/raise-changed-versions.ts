import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readPublishedDocuments } from "./published-documents.ts";
import { raiseVersions, type VersionRaise } from "./raise-versions.ts";
import { changedSchemas, ledgerPath, nextId, readReleasedSchemas } from "./released-schemas.ts";
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

/**
 * Gives every schema whose content changed since its release a version that is not released, in the contract sources.
 * An envelope follows its operation, so both of an operation's are raised at once. `write` false only tells.
 */
export async function raiseChangedVersions(root: string, write: boolean): Promise<readonly RaisedVersion[]> {
  const released = await readReleasedSchemas(join(root, ledgerPath));
  const documents = await readPublishedDocuments(join(root, "generated"));
  const { themselves, containing } = changedSchemas(released, schemaIndex(documents));
  const contract: ContractDocument = JSON.parse(await readFile(join(root, "generated/contract.json"), "utf8"));
  const places: Readonly<Record<string, { readonly file: string }>> = JSON.parse(
    await readFile(join(root, "generated/source-map.json"), "utf8"),
  );
  const typeOf = new Map(Object.entries(contract.types).map(([name, { id }]) => [id, name]));

  const raised: RaisedVersion[] = [];
  const done = new Set<string>();
  for (const id of [...themselves, ...containing].sort()) {
    const name = typeOf.get(id) ?? "";
    const operation = contract.types[name]?.envelopeOf;
    const subject = operation ?? name;
    const next = nextId(id);
    const file = places[subject]?.file;
    const raise: VersionRaise = {
      property: operation === undefined ? "name" : "key",
      value: subject,
      version: next.slice(next.lastIndexOf(":") + 1),
    };
    const found = file !== undefined && (done.has(subject) || (await raiseIn(join(root, file), raise, write)));
    done.add(subject);
    raised.push({ id, next, ...(found ? { file } : {}) });
  }
  return raised;
}

async function raiseIn(path: string, raise: VersionRaise, write: boolean): Promise<boolean> {
  const { text, missed } = raiseVersions(await readFile(path, "utf8"), [raise]);
  if (missed.length > 0) return false;
  if (write) await writeFile(path, text);
  return true;
}
