import { readFile } from "node:fs/promises";
import { join, matchesGlob } from "node:path";
import canonicalize from "canonicalize";
import type { Manifest, WorkspacePackage } from "../workspace.ts";
import { changedPaths, fileAt } from "./git.ts";

export interface ChangedPackage extends WorkspacePackage {
  /** What changed of what is published, sorted. */
  readonly paths: readonly string[];
}

/** The published packages whose users get something else than at a commit. Tests, front pages and versions do not count. */
export async function changedPackages(
  root: string,
  packages: readonly WorkspacePackage[],
  commit: string,
): Promise<readonly ChangedPackage[]> {
  const paths = await changedPaths(root, commit);
  const byPackage = new Map<WorkspacePackage, string[]>();
  for (const path of paths) {
    const owner = ownerOf(path, packages);
    if (owner === undefined || owner.manifest.private === true) continue;
    if (!(await isPublished(root, owner, path.slice(owner.folder.length + 1), commit))) continue;
    byPackage.set(owner, [...(byPackage.get(owner) ?? []), path]);
  }
  return [...byPackage].map(([owner, changed]) => ({ ...owner, paths: changed }));
}

/** The package with the longest folder above the path. */
function ownerOf(path: string, packages: readonly WorkspacePackage[]): WorkspacePackage | undefined {
  const above = packages.filter(({ folder }) => path.startsWith(`${folder}/`));
  return above.sort((a, b) => b.folder.length - a.folder.length)[0];
}

async function isPublished(root: string, owner: WorkspacePackage, path: string, commit: string): Promise<boolean> {
  if (path === "package.json") return manifestChanged(root, owner, commit);
  if (path.startsWith("src/")) {
    const left = await buildExcludes(root, owner.folder);
    return !left.some((pattern) => [pattern, `${pattern}/**`].some((glob) => matchesGlob(path, glob)));
  }
  return (owner.manifest.files ?? []).some((entry) => path === entry || path.startsWith(`${entry}/`));
}

/** What a package's build leaves out: its tests, and what serves them. */
async function buildExcludes(root: string, folder: string): Promise<readonly string[]> {
  const text = await readFile(join(root, folder, "tsconfig.json"), "utf8").catch(() => "{}");
  return (JSON.parse(text) as { exclude?: readonly string[] }).exclude ?? [];
}

/** The release tool writes versions, and nobody installs scripts and development dependencies. */
async function manifestChanged(root: string, { folder, manifest }: WorkspacePackage, commit: string): Promise<boolean> {
  const before = await fileAt(root, commit, `${folder}/package.json`);
  return before === undefined || published(JSON.parse(before)) !== published(manifest);
}

function published(manifest: Manifest & { readonly scripts?: unknown }): string | undefined {
  const { version: _, scripts: __, devDependencies: ___, ...rest } = manifest;
  return canonicalize(rest);
}
