import { runCommand } from "../run-command.ts";

const gitTimeoutMs = 60_000;

/** What was asked of git cannot be had: no repository, an unknown revision. */
export class GitFailure extends Error {
  override readonly name = "GitFailure";
}

/** Runs git in a folder and returns what it prints. Nothing is written, and no configuration of the user changes the output. */
export async function git(folder: string, args: readonly string[]): Promise<string> {
  const fixed = ["-c", "core.quotepath=off", "--no-optional-locks", "--no-pager"];
  const { code, stdout, output } = await runCommand("git", [...fixed, ...args], {
    cwd: folder,
    timeoutMs: gitTimeoutMs,
  });
  if (code !== 0) throw new GitFailure(`git ${args.join(" ")}: ${output.trim()}`);
  return stdout;
}

/** The commit from which this work went off: where `base` and HEAD have last been one. */
export async function baseCommit(folder: string, base: string): Promise<string> {
  const commit = await git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`]).catch(
    () => {
      throw new GitFailure(`There is no revision ${base} here. Fetch it, or name another with --base.`);
    },
  );
  const common = await git(folder, ["merge-base", commit.trim(), "HEAD"]).catch(() => {
    const mend = "Fetch the whole history, as by git fetch --unshallow.";
    throw new GitFailure(`${base} and HEAD have no commit in common here. ${mend}`);
  });
  return common.trim();
}

/** The first of these revisions that is known here. */
export async function firstKnown(folder: string, revisions: readonly string[]): Promise<string> {
  for (const revision of revisions) {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
    if ((await git(folder, args).catch(() => "")) !== "") return revision;
  }
  throw new GitFailure(`There is none of ${revisions.join(", ")} here. Name a revision with --base.`);
}

/** Every path that differs between a commit and the working tree, new files too, sorted. */
export async function changedPaths(folder: string, commit: string): Promise<readonly string[]> {
  const changed = await git(folder, ["diff", "--name-only", "--no-renames", "-z", commit]);
  const added = await git(folder, ["ls-files", "--others", "--exclude-standard", "-z"]);
  return [...new Set(`${changed}${added}`.split("\0").filter(Boolean))].sort();
}

/** A file as it was at a commit; undefined if it was not there. */
export async function fileAt(folder: string, commit: string, path: string): Promise<string | undefined> {
  const listed = await git(folder, ["ls-tree", "--name-only", "-z", commit, "--", path]);
  return listed === "" ? undefined : git(folder, ["show", `${commit}:${path}`]);
}

/** The subjects of the commits since then that touched a folder, the oldest first. */
export async function subjectsSince(folder: string, commit: string, below: string): Promise<readonly string[]> {
  const log = await git(folder, ["log", "--reverse", "--no-merges", "--format=%s", `${commit}..HEAD`, "--", below]);
  return log.split("\n").filter(Boolean);
}
