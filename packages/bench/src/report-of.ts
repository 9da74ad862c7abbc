import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** What a program of another package prints as JSON, run from its sources in a process of its own. Its path is from this folder. */
export async function reportOf<Report>(program: string, parameters: readonly string[]): Promise<Report> {
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), parameters, {
    execArgv: ["--conditions=source"],
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ended with ${code}.`);
  return JSON.parse(text) as Report;
}
