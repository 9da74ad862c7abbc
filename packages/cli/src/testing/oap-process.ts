import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder that is deleted with the test that asked for it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "oap-cli-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs `oap` to its end, as a user does, in a process and, if told so, a folder of its own. */
export function oap(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
  standardInput = "",
): Promise<Ended> {
  const { child, ended } = startOap(args, environment, folder);
  child.stdin.end(standardInput);
  return ended;
}

/** Runs `oap serve` until the test ends, or until it ends by itself. */
export async function serve(...args: readonly string[]) {
  const server = startOap(["serve", "--port", "0", ...args]);
  await server.until(/Ctrl-C stops it/);
  const url = /http:\/\/\S+:\d+/.exec(server.output())?.[0] ?? "";
  return { ...server, url };
}

function startOap(args: readonly string[], environment: Readonly<Record<string, string>> = {}, folder?: string) {
  const command = ["--conditions=source", join(import.meta.dirname, "../bin.ts"), ...args];
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, command, {
    env: { PATH, HOME, TMPDIR, NO_COLOR: "1", ...environment },
    cwd: folder,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const output = () => `${stdout}${stderr}`;
  const until = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (pattern.test(output())) resolve();
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      child.once("close", () => reject(new Error(`It ended before ${pattern}:\n${output()}`)));
      look();
    });
  return { child, ended, output, until };
}
