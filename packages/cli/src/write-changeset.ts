import { createHash } from "node:crypto";
import { globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Comparison, changesetText, type PublishedPackage } from "@oap/diff";
import { StartError } from "@oap/server";

export interface WriteChangesetOptions {
  /** The root of the repository, with its `.changeset`. */
  readonly folder: string;
  /** Without them, the first group that is fixed or linked in the changesets' settings. */
  readonly packages?: readonly string[];
}

/**
 * Writes what the comparison asks for as a changeset, and returns its path; undefined when nothing has to be released.
 * Its name follows from its content, so that asking twice writes one file.
 */
export async function writeChangeset(
  comparison: Comparison,
  { folder, packages }: WriteChangesetOptions,
): Promise<string | undefined> {
  const names = packages ?? (await firstGroup(folder));
  const text = changesetText(comparison, await publishedPackages(folder, names));
  if (text === undefined) return undefined;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const path = `.changeset/contract-${hash}.md`;
  await writeFile(join(folder, path), text);
  return path;
}

async function firstGroup(folder: string): Promise<readonly string[]> {
  const path = join(folder, ".changeset/config.json");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) {
    throw new StartError(
      "There is no .changeset/config.json here: run `changeset init` first, or leave --changeset out.",
    );
  }
  const { fixed = [], linked = [] }: { fixed?: string[][]; linked?: string[][] } = JSON.parse(text);
  const [group] = [...fixed, ...linked];
  if (group === undefined || group.some((name) => /[*{[]/.test(name))) {
    throw new StartError(
      "No group of packages in .changeset/config.json is released as one: name them with --packages.",
    );
  }
  return group;
}

async function publishedPackages(folder: string, names: readonly string[]): Promise<readonly PublishedPackage[]> {
  const paths = globSync("**/package.json", {
    cwd: folder,
    exclude: (name) => name === "node_modules" || name === ".git",
  });
  const found = await Promise.all(
    paths.sort().map(async (path): Promise<PublishedPackage> => JSON.parse(await readFile(join(folder, path), "utf8"))),
  );
  return names.map((name) => {
    const known = found.find((one) => one.name === name);
    if (known === undefined) throw new StartError(`There is no package.json of a package "${name}" here.`);
    return { name, ...(known.version !== undefined && { version: known.version }) };
  });
}
