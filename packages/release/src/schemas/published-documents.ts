import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The documents of one contract version as they are generated, by their paths in the archive. */
export interface PublishedDocuments {
  /** The contract's own name and version. */
  readonly name: string;
  readonly version: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const documents: readonly string[] = ["contract.json", "openapi.json", "openrpc.json", "asyncapi.json"];

/** The licence is that of the repository, whose folder is above that of the generated files. */
const license = "LICENSE";

/** Reads what is published of a contract from the folder of generated files; fails if one of the documents is missing. */
export async function readPublishedDocuments(folder: string): Promise<PublishedDocuments> {
  const schemas = (await readdir(join(folder, "json-schema"))).filter((file) => file.endsWith(".json")).sort();
  const paths = [...documents, ...schemas.map((file) => `json-schema/${file}`)];
  const files = new Map<string, Uint8Array>();
  for (const path of paths) files.set(path, await readFile(join(folder, path)));
  files.set(license, await readFile(join(folder, "..", license)));
  const { name, version } = JSON.parse(await readFile(join(folder, "contract.json"), "utf8"));
  return { name, version, files };
}
