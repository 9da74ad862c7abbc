import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { ContractSource } from "./contract-source.ts";

/** What lies beside sources and is none: packages, builds, and what tools hide. */
const skippedFolder = /^(node_modules|dist|build|coverage|\..+)$/;
const sourceFile = /(?<!\.d)\.ts$/;
const testFile = /\.test(-d)?\.ts$/;

/** Reads the TypeScript sources below a folder, tests aside, with their paths from `root`; sorted by path. */
export async function readSources(folder: string, root: string): Promise<readonly ContractSource[]> {
  const paths = [...(await sourcePaths(folder))].sort();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join("/"),
      text: await readFile(path, "utf8"),
    })),
  );
}

async function sourcePaths(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly string[]> => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return skippedFolder.test(entry.name) ? [] : sourcePaths(path);
      return entry.isFile() && sourceFile.test(entry.name) && !testFile.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat();
}
