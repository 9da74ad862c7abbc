import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real git repository in a folder of its own, with whatever configuration the machine has left out. */
export interface TemporaryRepository {
  readonly root: string;
  write(files: Readonly<Record<string, string | undefined>>): void;
  git(...args: readonly string[]): string;
  commit(subject: string): void;
  remove(): void;
}

/** Makes one on the branch `main`, without a commit. A file that is `undefined` is removed. */
export function temporaryRepository(): TemporaryRepository {
  const root = mkdtempSync(join(tmpdir(), "oap-repository-"));
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.org",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.org",
  };
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root, env, encoding: "utf8" });
  git("init", "--quiet", "--initial-branch=main");
  return {
    root,
    git,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        const target = join(root, path);
        if (text === undefined) rmSync(target);
        else {
          mkdirSync(dirname(target), { recursive: true });
          writeFileSync(target, text);
        }
      }
    },
    commit(subject) {
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message", subject);
    },
    remove: () => rmSync(root, { recursive: true }),
  };
}
