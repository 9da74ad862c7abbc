import { type Problem, refuseIfAny } from "../problem.ts";
import type { PublishedDocuments } from "./published-documents.ts";
import { contentHash } from "./schema-content.ts";
import { sha256 } from "./sha256.ts";

/** What an archive says of itself, as `index.json`. */
export interface SchemaIndex {
  readonly name: string;
  readonly version: string;
  /** Sorted by `$id`. */
  readonly schemas: readonly IndexedSchema[];
  readonly documents: readonly IndexedFile[];
}

export interface IndexedFile {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface IndexedSchema extends IndexedFile {
  readonly $id: string;
  /** SHA-256 of the RFC 8785 form without titles, descriptions, examples, comments and deprecation marks. */
  readonly contentSha256: string;
  /** The same without the definitions that it brings along: what the schema says itself. */
  readonly ownSha256: string;
}

/** The index of a contract's documents. Every schema must have an `$id`, and no two the same. */
export function schemaIndex({ name, version, files }: PublishedDocuments): SchemaIndex {
  const schemas: IndexedSchema[] = [];
  const documents: IndexedFile[] = [];
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  for (const [file, content] of files) {
    const entry = { file, sha256: sha256(content), bytes: content.length };
    if (!file.startsWith("json-schema/")) {
      documents.push(entry);
      continue;
    }
    const schema = JSON.parse(Buffer.from(content).toString("utf8"));
    const { $id } = schema;
    if (typeof $id !== "string") {
      problems.push({ subject: file, message: "has no $id", mend: "publish every schema under an $id" });
    } else if (seen.has($id)) {
      problems.push({ subject: file, message: `has the $id of ${seen.get($id)}`, mend: "give each its own" });
    } else {
      seen.set($id, file);
      schemas.push({ $id, ...entry, contentSha256: contentHash(schema), ownSha256: ownHash(schema) });
    }
  }
  refuseIfAny(problems);
  return { name, version, schemas: sortedBy(schemas, "$id"), documents: sortedBy(documents, "file") };
}

function ownHash({ $defs: _, ...own }: { readonly $defs?: unknown }): string {
  return contentHash(own);
}

function sortedBy<TKey extends string, TEntry extends Readonly<Record<TKey, string>>>(
  entries: readonly TEntry[],
  key: TKey,
): readonly TEntry[] {
  return [...entries].sort((a, b) => (a[key] < b[key] ? -1 : 1));
}
