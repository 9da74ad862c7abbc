import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  applySuppressions,
  type Comparison,
  compare,
  defaultContractPath,
  readContract,
  readSuppressions,
  ruleIds,
  suppressionsFile,
} from "@oap/diff";
import { fileAt } from "./changesets/git.ts";
import type { ReleasedDocument } from "./record-release.ts";
import { ledgerPath, readReleasedSchemas } from "./schemas/released-schemas.ts";

/**
 * Compares the contract of a commit with that of the working tree, with what reviewers agreed to; undefined where the
 * commit has none. The ledger says which `$id`s are released: others may change. `today` is `YYYY-MM-DD`.
 */
export async function compareWithCommit(root: string, commit: string, today: string): Promise<Comparison | undefined> {
  if ((await fileAt(root, commit, defaultContractPath)) === undefined) return undefined;
  const base = await readContract(commit, { folder: root });
  const head = await readContract(defaultContractPath, { folder: root });
  const { schemas } = await readReleasedSchemas(join(root, ledgerPath));
  const comparison = compare(base, head, { today, isReleased: (id) => Object.hasOwn(schemas, id) });
  const text = await readFile(join(root, suppressionsFile), "utf8").catch(() => undefined);
  if (text === undefined) return comparison;
  const { suppressions } = readSuppressions(text, { file: suppressionsFile, rules: new Set(ruleIds) });
  return applySuppressions(comparison, suppressions, { today }).comparison;
}

/** Compares two released contract documents, as they were on a day. */
export async function compareDocuments(
  base: ReleasedDocument,
  head: ReleasedDocument,
  today: string,
): Promise<Comparison> {
  return compare(await contractOf(base), await contractOf(head), { today });
}

async function contractOf({ text, version }: ReleasedDocument) {
  const contract = await readContract("-", { standardInput: once(text) });
  return { ...contract, label: version };
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
