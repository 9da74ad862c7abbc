import { gunzipSync, gzipSync } from "node:zlib";
import { packTar, unpackTar } from "modern-tar";
import { type Problem, refuseIfAny } from "../problem.ts";
import type { PublishedDocuments } from "./published-documents.ts";
import { type SchemaIndex, schemaIndex } from "./schema-index.ts";
import { sha256 } from "./sha256.ts";

export interface SchemaArchive {
  /** `oap-schemas-1.0.0.tar.gz` */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** SHA-256 of the tar within, which no version of a compressor changes. */
  readonly tarSha256: string;
  readonly index: SchemaIndex;
}

/**
 * The documents of one contract version as one archive, with `index.json` and `SHA256SUMS` (`sha256sum --check` reads
 * it). The same documents yield the same bytes: sorted, without times and owners.
 */
export async function schemaArchive(documents: PublishedDocuments): Promise<SchemaArchive> {
  const index = schemaIndex(documents);
  const files = new Map(documents.files).set("index.json", Buffer.from(`${JSON.stringify(index, undefined, 2)}\n`));
  files.set(sums, Buffer.from(sumsOf(files)));
  const folder = `${documents.name}-schemas-${documents.version}`;
  const paths = [...files.keys()].sort();
  const tar = await packTar(
    paths.map((path) => {
      const body = files.get(path) ?? new Uint8Array();
      const header = { name: `${folder}/${path}`, size: body.length, mode: 0o644, mtime: epoch, uid: 0, gid: 0 };
      return { header: { ...header, uname: "", gname: "" }, body };
    }),
  );
  return { fileName: `${folder}.tar.gz`, bytes: compress(tar), tarSha256: sha256(tar), index };
}

const sums = "SHA256SUMS";

/** Some tools refuse times before 1980; this is that of npm's tarballs. */
const epoch = new Date("1985-10-26T08:15:00Z");

/** gzip without a name and a time; its system byte is set to "unknown", so that every system writes the same. */
export function compress(content: Uint8Array): Uint8Array {
  const bytes = gzipSync(content, { level: 9 });
  bytes[9] = 255;
  return bytes;
}

function sumsOf(files: ReadonlyMap<string, Uint8Array>): string {
  const paths = [...files.keys()].filter((path) => path !== sums).sort();
  return paths.map((path) => `${sha256(files.get(path) ?? "")}  ${path}\n`).join("");
}

/** Reads an archive back and refuses it if a file of it is missing, changed or not listed, or if it cannot be read at all. */
export async function verifySchemaArchive(bytes: Uint8Array): Promise<SchemaIndex> {
  const files = await unpack(bytes);
  const problems: Problem[] = [];
  const listed = new Map<string, string>();
  for (const line of text(files.get(sums)).split("\n").filter(Boolean)) listed.set(line.slice(66), line.slice(0, 64));
  for (const [path, sum] of listed) {
    const content = files.get(path);
    if (content === undefined) problems.push({ subject: path, message: "is missing", mend: again });
    else if (sha256(content) !== sum)
      problems.push({ subject: path, message: "is not what was archived", mend: again });
  }
  for (const path of files.keys()) {
    if (path !== sums && !listed.has(path)) problems.push({ subject: path, message: "is not listed", mend: again });
  }
  if (!listed.has("index.json")) problems.push({ subject: "index.json", message: "is missing", mend: again });
  refuseIfAny(problems);
  return JSON.parse(text(files.get("index.json"))) as SchemaIndex;
}

const again = "get the archive again from its release";

async function unpack(bytes: Uint8Array): Promise<ReadonlyMap<string, Uint8Array>> {
  const entries = await Promise.resolve()
    .then(() => unpackTar(gunzipSync(bytes), { strict: true }))
    .catch((error: Error) => {
      refuseIfAny([{ subject: "The archive", message: `cannot be read (${error.message})`, mend: again }]);
      return [];
    });
  return new Map(
    entries.map(({ header, data }) => [header.name.split("/").slice(1).join("/"), data ?? new Uint8Array()]),
  );
}

function text(content: Uint8Array = new Uint8Array()): string {
  return Buffer.from(content).toString("utf8");
}
