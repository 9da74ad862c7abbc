import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { plainEnvironment } from "../run-command.ts";

const startTimeoutMs = 30_000;

export interface InstalledControlPlane {
  readonly url: string;
  /** Stops it as Ctrl-C does; fails if it does not end well. */
  stop(): Promise<void>;
}

/** Starts the installed `oap` command on a free port of the loopback interface, and waits until it serves. */
export async function startInstalledControlPlane(folder: string, node: string): Promise<InstalledControlPlane> {
  const dataDir = join(folder, "data");
  await mkdir(dataDir, { recursive: true });
  const command = join(folder, "node_modules", ".bin", "oap");
  const child = spawn(node, [command, "serve", "--port", "0", "--data-dir", dataDir], {
    cwd: folder,
    env: plainEnvironment(process.env) as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => fail(`did not serve within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    const fail = (how: string) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(new Error(`The installed command oap ${how}:\n${output}`));
    };
    const take = (text: string) => {
      output += text;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found === undefined || !output.includes("Ctrl-C")) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.once("error", (error) => fail(`did not start (${error.message})`));
    child.once("close", (code) => fail(`ended with ${code}`));
  });
  return {
    url,
    async stop() {
      child.kill("SIGINT");
      const code = await ended;
      if (code !== 0) throw new Error(`The installed command oap ended with ${code} after Ctrl-C:\n${output}`);
    },
  };
}
