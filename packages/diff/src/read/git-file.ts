import { execFile } from "node:child_process";
import { gitMsMax, inputBytesMax } from "./read-bounds.ts";
import { UnreadableContract } from "./unreadable-contract.ts";

/** One commit of the repository that a folder is in. Reading from it checks nothing out and changes nothing. */
export interface GitRevision {
  /** The bytes of a file at that commit, by its path from the root of the repository; undefined if there is none. */
  file(path: string): Promise<Uint8Array | undefined>;
  /** The names in a folder at that commit, sorted; none if there is no such folder. */
  names(folder: string): Promise<readonly string[]>;
}

/** The commit that a word names, such as `main`, `v1.2.0` or `HEAD~1`; undefined if the repository has none of it. */
export async function gitRevision(folder: string, revision: string): Promise<GitRevision | undefined> {
  const root = await git(folder, ["rev-parse", "--show-toplevel"]);
  if (root === undefined) {
    throw new UnreadableContract("NO_REPOSITORY", {
      where: revision,
      problem: "There is no such file, and the working directory is in no git repository that could have a revision.",
      remedy: "Name a file, or run it inside a repository.",
    });
  }
  // No revision begins with a dash; an option of git does.
  if (revision.startsWith("-")) return undefined;
  const commit = await git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  if (commit === undefined) return undefined;
  const hash = commit.toString("utf8").trim();
  return {
    file: (path) => git(folder, ["cat-file", "blob", `${hash}:${path}`], path),
    names: async (path) => {
      const listed = await git(folder, ["ls-tree", "-z", "--name-only", `${hash}:${path}`], path);
      return (listed?.toString("utf8") ?? "").split("\0").filter((name) => name !== "");
    },
  };
}

/** The output of git; undefined when it says no. Its words are not read: they come in every language. */
function git(folder: string, args: readonly string[], path?: string): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd: folder,
      encoding: "buffer",
      maxBuffer: inputBytesMax,
      timeout: gitMsMax,
      env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
    } as const;
    execFile("git", [...args], options, (error, stdout) => {
      if (error === null) return resolve(stdout);
      if (error.code === "ENOENT") return reject(noGit(error));
      if ((error.code as unknown) === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return reject(tooLarge(path ?? "git"));
      resolve(undefined);
    });
  });
}

function noGit(cause: unknown): UnreadableContract {
  return new UnreadableContract("NO_REPOSITORY", {
    where: "git",
    problem: "Reading a revision needs the program git, and there is none.",
    remedy: "Install git, or name a file.",
    cause,
  });
}

export function tooLarge(where: string): UnreadableContract {
  return new UnreadableContract("TOO_LARGE", {
    where,
    problem: `The input has more than ${inputBytesMax / 1024 / 1024} MiB.`,
    remedy: "Compare a part of it.",
  });
}
