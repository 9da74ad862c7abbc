import { type Bump, bumps, type Comparison, changesetText, requiredBump } from "@oap/diff";
import { readWorkspace, type WorkspacePackage } from "../workspace.ts";
import { type ChangedPackage, changedPackages } from "./changed-packages.ts";
import {
  changesetsSince,
  type PendingChangeset,
  type PlannedRelease,
  pendingChangesets,
  releasedTogether,
  releasePlan,
} from "./changesets.ts";
import { baseCommit, firstKnown, subjectsSince } from "./git.ts";

export interface CheckChangesetsOptions {
  readonly root: string;
  /** The revision that this work goes to. Default: `origin/main`, else `main`. */
  readonly base?: string;
  /** The package that holds the contracts; what is released with it takes the bump that the comparison asks for. */
  readonly contracts: string;
  /** The version that the contracts say they are; what is released must be it. */
  readonly contractVersion: string;
  /** Compares the contract of a commit with that of the working tree; undefined when the commit has none. */
  readonly compare: (commit: string) => Promise<Comparison | undefined>;
}

/** A package that would be released with too small a step, or not at all. */
export interface MissingBump {
  readonly name: string;
  readonly required: Bump;
  readonly declared: Bump;
  readonly because: string;
}

export interface ChangesetCheck {
  /** The commit that was compared with. */
  readonly commit: string;
  /** Empty when nothing is missing. */
  readonly missing: readonly MissingBump[];
  /** The file that mends it. */
  readonly changeset?: { readonly path: string; readonly text: string };
  /** Set when the contracts say another version than the next release has. */
  readonly version?: { readonly said: string; readonly planned: string };
}

/**
 * Holds what changed since the base against the changesets that came since then: a contract takes the step that its
 * comparison asks for, and any other change of what is published at least a patch. `"<package>": none` in a changeset
 * says that users need not hear of a change; for contracts it counts for nothing.
 */
export async function checkChangesets(options: CheckChangesetsOptions): Promise<ChangesetCheck> {
  const { root, contracts } = options;
  const commit = await baseCommit(root, options.base ?? (await firstKnown(root, ["origin/main", "main"])));
  const packages = await readWorkspace(root);
  const pending = await pendingChangesets(root);
  const since = await changesetsSince(root, pending, commit);
  const declared = await releasePlan(root, since);
  const group = await releasedTogether(root, contracts);
  const changed = await changedPackages(root, packages, commit);
  const comparison = changed.some(({ name }) => group.includes(name)) ? await options.compare(commit) : undefined;

  const contractBumps = comparison === undefined ? [] : missingOfContract(comparison, group, packages, declared);
  const excused = new Set(since.flatMap(({ releases }) => releases.map(({ name }) => name)));
  const codeBumps = changed
    .filter(({ name }) => !contractBumps.some((missing) => missing.name === name))
    .filter(({ name }) => !excused.has(name) && (declared.get(name)?.type ?? "none") === "none")
    .map(({ name, paths }) => ({ name, required: "patch" as const, declared: "none" as const, because: told(paths) }));
  const missing = [...contractBumps, ...codeBumps];

  const planned = await plannedVersion(root, contracts);
  const said = options.contractVersion;
  return {
    commit,
    missing,
    ...(missing.length > 0 && {
      changeset: await mend({ root, commit, missing, comparison, group, packages, changed, pending }),
    }),
    ...(planned !== undefined && planned !== said && { version: { said, planned } }),
  };
}

/** The version that a package has after the next release; undefined when there is no such package. */
export async function plannedVersion(root: string, name: string): Promise<string | undefined> {
  const planned = (await releasePlan(root, await pendingChangesets(root))).get(name)?.newVersion;
  return planned ?? versionOf(await readWorkspace(root), name);
}

function missingOfContract(
  comparison: Comparison,
  group: readonly string[],
  packages: readonly WorkspacePackage[],
  plan: ReadonlyMap<string, PlannedRelease>,
): readonly MissingBump[] {
  return group.flatMap((name) => {
    const required = requiredBump(comparison, versionOf(packages, name));
    const declared = plan.get(name)?.type ?? "none";
    if (bumps.indexOf(declared) >= bumps.indexOf(required)) return [];
    const breaking = comparison.findings.filter(({ verdict }) => verdict === "BREAKING").length;
    const changes = `${comparison.findings.length} change${comparison.findings.length === 1 ? "" : "s"} of the contract`;
    return [
      { name, required, declared, because: breaking === 0 ? changes : `${changes}, ${breaking} of them breaking` },
    ];
  });
}

/** How many paths a reason names. */
const namedPathsMax = 3;

function told(paths: readonly string[]): string {
  const more = paths.length - namedPathsMax;
  return paths.slice(0, namedPathsMax).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

interface Mending {
  readonly root: string;
  readonly commit: string;
  readonly missing: readonly MissingBump[];
  readonly comparison: Comparison | undefined;
  readonly group: readonly string[];
  readonly packages: readonly WorkspacePackage[];
  readonly changed: readonly ChangedPackage[];
  readonly pending: readonly PendingChangeset[];
}

/** The changeset that would be right. Its words are a draft: of the comparison, and of the commits. */
async function mend(mending: Mending): Promise<{ readonly path: string; readonly text: string }> {
  const { root, commit, missing, comparison, group, packages, changed, pending } = mending;
  const ofContract = missing.filter(({ name }) => comparison !== undefined && group.includes(name));
  const contract = ofContract.map(({ name }) => ({ name, version: versionOf(packages, name) ?? "" }));
  const drafted = comparison === undefined ? undefined : changesetText(comparison, contract);
  const front = missing.map(({ name, required }) => `${JSON.stringify(name)}: ${required}`);
  const subjects = new Set<string>();
  for (const { name, folder } of changed) {
    if (!missing.some((one) => one.name === name) || ofContract.some((one) => one.name === name)) continue;
    for (const subject of await subjectsSince(root, commit, folder)) subjects.add(`${subject}.`);
  }
  const draft = ofContract.length > 0 && drafted !== undefined ? [drafted.split("---\n")[2]?.trim() ?? ""] : [];
  const words = [...draft, ...subjects].join("\n");
  const summary = words === "" ? "Say here in one to three sentences what changes for users." : words;
  const taken = new Set(pending.map(({ path }) => path));
  return { path: freeName(missing, taken), text: `---\n${front.join("\n")}\n---\n\n${summary}\n` };
}

function freeName(missing: readonly MissingBump[], taken: ReadonlySet<string>): string {
  const stem = missing.length === 1 ? `changes-of-${missing[0]?.name.replace(/^@[^/]+\//, "")}` : "changes";
  for (let number = 1; ; number += 1) {
    const path = `.changeset/${stem}${number === 1 ? "" : `-${number}`}.md`;
    if (!taken.has(path)) return path;
  }
}

function versionOf(packages: readonly WorkspacePackage[], name: string): string | undefined {
  return packages.find((one) => one.name === name)?.manifest.version;
}
