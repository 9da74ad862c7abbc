import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { ContractSource } from "./contract-source.ts";

/** Reads the TypeScript sources below a folder, tests aside, with their paths from `root`; sorted by path. */
export async function readSources(folder: string, root: string): Promise<readonly ContractSource[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !/\.test(-d)?\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join("/"),
      text: await readFile(path, "utf8"),
    })),
  );
}
