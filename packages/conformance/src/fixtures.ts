import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type Verdict = "valid" | "invalid";

/** One instance of a type with the verdict that every implementation must reach. */
export interface FixtureCase {
  /** Unique within its type. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly instance: unknown;
  /** RFC 6901 pointer into the instance, of invalid cases: where it fails. */
  readonly pointer?: string;
  /** The JSON Schema keyword that fails there. */
  readonly keyword?: string;
}

/** The cases of one named type: `types/<Name>.json`. */
export interface TypeFixtures {
  readonly type: string;
  /** The `$id` of its schema. */
  readonly schema: string;
  readonly protocol_version: string;
  /** Of an envelope: its operation, and whether it is sent or answered. */
  readonly operation?: string;
  readonly envelope?: "request" | "success";
  readonly cases: readonly FixtureCase[];
}

export interface Fixtures {
  readonly protocolVersion: string;
  readonly types: readonly TypeFixtures[];
}

/** Reads a folder of generated fixtures, in the order of its index. Throws if a listed file is missing or is of another version. */
export async function readFixtures(folder: string | URL): Promise<Fixtures> {
  const root = typeof folder === "string" ? folder : fileURLToPath(folder);
  const index = (await readJson(join(root, "index.json"))) as FixtureIndex;
  const types = await Promise.all(
    index.types.map(async ({ file }) => (await readJson(join(root, file))) as TypeFixtures),
  );
  for (const { type, protocol_version } of types) {
    if (protocol_version !== index.protocol_version) {
      throw new Error(
        `The fixtures of ${type} are of version ${protocol_version}, the index is of ${index.protocol_version}.`,
      );
    }
  }
  return { protocolVersion: index.protocol_version, types };
}

interface FixtureIndex {
  readonly protocol_version: string;
  readonly types: readonly { readonly file: string }[];
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
