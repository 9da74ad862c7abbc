import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportedFiles } from "../pack/exported-files.ts";
import type { PackedPackage } from "../pack/packed-package.ts";
import { readmeProgram } from "./readme-program.ts";

/** A program of the empty project, as it is on disk. */
export interface ConsumerProgram {
  readonly packageName: string;
  /** From the project's folder. */
  readonly file: string;
  readonly prints?: string;
}

/** Where the front pages say that a control plane listens. */
export const documentedUrl = "http://127.0.0.1:7400";

/**
 * Writes two programs for each package: the example of its front page, and one that imports every entry point. The
 * latter only compiles: it shows that all published types hold in a strict program.
 */
export async function writeConsumerPrograms(
  folder: string,
  packages: readonly PackedPackage[],
  controlPlaneUrl: string,
): Promise<readonly ConsumerProgram[]> {
  const programs: ConsumerProgram[] = [];
  for (const folderName of ["example", "entries"]) await mkdir(join(folder, folderName), { recursive: true });
  for (const packed of packages) {
    const stem = packed.name.replace(/^@[^/]+\//, "");
    const entries = entryPoints(packed);
    if (entries.length > 0) await writeFile(join(folder, "entries", `${stem}.ts`), importsOf(entries));
    const program = readmeProgram(Buffer.from(packed.files.get("README.md") ?? "").toString("utf8"));
    if (program === undefined) continue;
    const file = `example/${stem}.${program.language}`;
    await writeFile(join(folder, file), program.code.replaceAll(documentedUrl, controlPlaneUrl));
    const { prints } = program;
    programs.push({ packageName: packed.name, file, ...(prints === undefined ? {} : { prints }) });
  }
  return programs;
}

/** What can be imported from a package in TypeScript, patterns aside. */
function entryPoints({ name, manifest }: PackedPackage): readonly string[] {
  const typed = exportedFiles(manifest).filter(({ file }) => /\.d\.[cm]?ts$/.test(file) && !file.includes("*"));
  return [...new Set(typed.map(({ subpath }) => name + subpath.slice(1)))].sort();
}

function importsOf(entries: readonly string[]): string {
  const lines = entries.map((entry, index) => `export type * as entry${index} from "${entry}";`);
  return `${lines.join("\n")}\n`;
}
