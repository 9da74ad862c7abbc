import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { compareFiles, type FileDifferences } from "./compare-files.ts";
import type { GeneratedFile } from "./generated-file.ts";

export interface GeneratedFolderOptions {
  readonly folder: string;
  /** Files that others write beside the generated ones, relative to the folder: never orphans. */
  readonly keep?: readonly string[];
}

/** Compares the files of a folder with those that belong there, and changes nothing. */
export async function compareGenerated(
  files: readonly GeneratedFile[],
  { folder, keep = [] }: GeneratedFolderOptions,
): Promise<FileDifferences> {
  const generated = new Set(files.map(({ path }) => path));
  const present = new Map<string, string>();
  for (const path of await filesBelow(folder, folder)) {
    if (generated.has(path) || !keep.includes(path)) present.set(path, await readFile(join(folder, path), "utf8"));
  }
  return compareFiles(files, present);
}

/**
 * Makes a folder hold exactly these files: writes what is missing or stale, removes orphans. Returns what it changed. A
 * folder with files of its own that most of these are not in yet is somebody's work, and is left alone.
 */
export async function writeGenerated(
  files: readonly GeneratedFile[],
  options: GeneratedFolderOptions,
): Promise<FileDifferences> {
  const differences = await compareGenerated(files, options);
  const { missing, orphaned } = differences;
  if (orphaned.length > 0 && missing.length > files.length / 2) {
    throw new Error(
      `${options.folder} holds other files, such as ${orphaned[0]}, and most of the generated ones are not in it: what does not belong to them would be removed. Name a folder for generated files alone, or empty it.`,
    );
  }
  const changed = new Set([...differences.missing, ...differences.stale]);
  for (const { path, content } of files) {
    if (!changed.has(path)) continue;
    const target = join(options.folder, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  for (const path of differences.orphaned) await rm(join(options.folder, path));
  return differences;
}

/** What tools leave in the folder: packages installed there, their builds and caches. */
const toolFolders = new Set(["node_modules", "dist", ".turbo"]);

async function filesBelow(folder: string, root: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" && folder === root) return [];
    throw error;
  });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!toolFolders.has(entry.name)) paths.push(...(await filesBelow(path, root)));
    } else if (!entry.name.endsWith(".tsbuildinfo")) {
      paths.push(relative(root, path).split(sep).join("/"));
    }
  }
  return paths;
}
