import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Comparison } from "@oap/diff";
import { countParts, type ReleasedContract } from "./changelog/released-contract.ts";
import { renderChanges } from "./changelog/render-changes.ts";
import { refuseIfAny } from "./problem.ts";
import { readPublishedDocuments } from "./schemas/published-documents.ts";
import {
  checkReleased,
  ledgerPath,
  ledgerText,
  type ReleasedSchemas,
  readReleasedSchemas,
  withRelease,
} from "./schemas/released-schemas.ts";
import { compress, schemaArchive } from "./schemas/schema-archive.ts";

export interface RecordReleaseOptions {
  readonly root: string;
  /** The day of the release, `YYYY-MM-DD`. */
  readonly date: string;
  /** The version that the release tool gave to the contracts. */
  readonly plannedVersion: string;
  /** Compares two contract documents, as they were on a day. */
  readonly compare: (base: ReleasedDocument, head: ReleasedDocument, today: string) => Promise<Comparison>;
}

/** The `contract.json` of a release. */
export interface ReleasedDocument {
  readonly version: string;
  readonly text: string;
}

/** The history for consumers. */
export const changesPath = "packages/docs/CHANGES.md";

/** The contract document of a release, compressed: the next release is compared with it. */
export const documentPath = (version: string): string => `contracts/released/${version}.json.gz`;

/** Reads the document of a release that is recorded. */
export async function readReleasedDocument(root: string, version: string): Promise<ReleasedDocument> {
  return { version, text: gunzipSync(await readFile(join(root, documentPath(version)))).toString("utf8") };
}

/**
 * Records what is about to be released: every `$id` with its hash, the contract document, and the history for consumers.
 * A version that is recorded already and has not changed is left alone. It refuses what must not be released.
 * @returns the paths that it wrote, from the root
 */
export async function recordRelease(options: RecordReleaseOptions): Promise<readonly string[]> {
  const { root, date } = options;
  const { documents, index, tarSha256, released } = await checkRelease(options);
  const { version } = documents;
  if (released.releases[version] !== undefined) return [];

  const ledger = withRelease(released, index, { date, tarSha256 });
  const document = documents.files.get("contract.json") ?? new Uint8Array();
  await write(root, documentPath(version), compress(document));
  await write(root, ledgerPath, ledgerText(ledger));
  await write(root, changesPath, await changesText(root, ledger, options.compare));
  return [documentPath(version), ledgerPath, changesPath];
}

/** Refuses what must not be released, and writes nothing: to ask before versions are raised is to have nothing to take back. */
export async function checkRelease({ root, plannedVersion }: Pick<RecordReleaseOptions, "root" | "plannedVersion">) {
  const documents = await readPublishedDocuments(join(root, "generated"));
  const { version } = documents;
  if (version !== plannedVersion) {
    const mend = `set it to ${plannedVersion} in contracts/src/registry.ts, and generate`;
    refuseIfAny([
      { subject: "The contracts", message: `say version ${version} and are released as ${plannedVersion}`, mend },
    ]);
  }
  const { index, tarSha256 } = await schemaArchive(documents);
  const released = await readReleasedSchemas(join(root, ledgerPath));
  refuseIfAny(checkReleased(released, index, tarSha256));
  return { documents, index, tarSha256, released };
}

/** The whole history, each release compared with the one before it. */
async function changesText(
  root: string,
  { releases }: ReleasedSchemas,
  compare: RecordReleaseOptions["compare"],
): Promise<string> {
  const told: ReleasedContract[] = [];
  let before: ReleasedDocument | undefined;
  let title = "";
  for (const [version, { date }] of Object.entries(releases)) {
    const document = await readReleasedDocument(root, version);
    const parsed = JSON.parse(document.text);
    title = parsed.title;
    const comparison = before === undefined ? undefined : await compare(before, document, date);
    told.push({ version, date, counts: countParts(parsed), ...(comparison === undefined ? {} : { comparison }) });
    before = document;
  }
  return renderChanges(title, told);
}

async function write(root: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}
