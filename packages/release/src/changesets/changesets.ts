import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { assembleReleasePlan } from "@changesets/assemble-release-plan";
import { readConfig } from "@changesets/config";
import { parseChangesetFile } from "@changesets/parse";
import type { NewChangeset, PreState } from "@changesets/types";
import { getPackages } from "@manypkg/get-packages";
import type { Bump } from "@oap/diff";
import { fileAt } from "./git.ts";

const changesetFolder = ".changeset";

/** A changeset, or the configuration, that cannot be read. */
export class ChangesetFailure extends Error {
  override readonly name = "ChangesetFailure";
}

export interface PendingChangeset extends NewChangeset {
  readonly path: string;
  readonly text: string;
}

/** All changesets that wait for the next release, sorted by name. */
export async function pendingChangesets(root: string): Promise<readonly PendingChangeset[]> {
  const names = await readdir(join(root, changesetFolder));
  const files = names.filter((name) => name.endsWith(".md") && name.toLowerCase() !== "readme.md").sort();
  return Promise.all(
    files.map(async (name) => {
      const path = `${changesetFolder}/${name}`;
      const text = await readFile(join(root, path), "utf8");
      try {
        return { id: name.slice(0, -".md".length), path, text, ...parseChangesetFile(text) };
      } catch (error) {
        throw new ChangesetFailure(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
      }
    }),
  );
}

/** Those that came, or were changed, since a commit. */
export async function changesetsSince(
  root: string,
  changesets: readonly PendingChangeset[],
  commit: string,
): Promise<readonly PendingChangeset[]> {
  const before = await Promise.all(changesets.map(({ path }) => fileAt(root, commit, path)));
  return changesets.filter(({ text }, index) => before[index] !== text);
}

export interface PlannedRelease {
  readonly type: Bump;
  readonly newVersion: string;
}

/** What these changesets release, by package: groups and dependents included. */
export async function releasePlan(
  root: string,
  changesets: readonly NewChangeset[],
): Promise<ReadonlyMap<string, PlannedRelease>> {
  const packages = await getPackages(root);
  const { config, errors } = await readConfig(root, packages as Parameters<typeof readConfig>[1]);
  if (config === undefined) throw new ChangesetFailure(`${changesetFolder}/config.json: ${errors.join(" ")}`);
  try {
    const workspace = packages as Parameters<typeof assembleReleasePlan>[1];
    const { releases } = assembleReleasePlan([...changesets], workspace, config, undefined as PreState | undefined);
    return new Map(releases.map(({ name, type, newVersion }) => [name, { type, newVersion: newVersion ?? "" }]));
  } catch (error) {
    throw new ChangesetFailure((error as Error).message, { cause: error });
  }
}

/** The packages that are always released together with this one, itself included. */
export async function releasedTogether(root: string, name: string): Promise<readonly string[]> {
  const { config, errors } = await readConfig(root);
  if (config === undefined) throw new ChangesetFailure(`${changesetFolder}/config.json: ${errors.join(" ")}`);
  return config.fixed.find((group) => group.includes(name)) ?? [name];
}
