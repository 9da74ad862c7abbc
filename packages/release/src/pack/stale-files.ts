import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../problem.ts";
import type { WorkspacePackage } from "../workspace.ts";
import type { PackedPackage } from "./packed-package.ts";

/** Built files whose source is gone: a compiler leaves them, and they would be published. */
export function staleFiles(
  root: string,
  { folder }: WorkspacePackage,
  { name, files }: PackedPackage,
): readonly Problem[] {
  return [...files.keys()].flatMap((path) => {
    const stem = /^dist\/(.+?)\.(d\.ts|js)$/.exec(path)?.[1];
    if (stem === undefined) return [];
    const sources = [".ts", ".js", ".d.ts"].map((extension) => join(root, folder, "src", stem + extension));
    if (sources.some((source) => existsSync(source))) return [];
    return [
      { subject: `${name}/${path}`, message: "has no source any more", mend: `remove ${folder}/dist, and build anew` },
    ];
  });
}
