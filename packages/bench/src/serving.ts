import { type ChildProcess, spawn } from "node:child_process";

/** A server in a process of its own. */
export interface Serving {
  readonly url: string;
  /** The key that lets in, where the server wants one. */
  readonly apiKey: string | undefined;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts one of the programs of this package that serve, and waits for the line in which it says where. */
export async function serving(program: string, ...parameters: readonly string[]): Promise<Serving> {
  const file = new URL(program, import.meta.url).pathname;
  const child = spawn(process.execPath, ["--conditions=source", file, ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url = "", apiKey] = (await firstLine(child)).split(" ");
  return {
    url,
    apiKey,
    pid: child.pid ?? 0,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once("close", (code) => reject(new Error(`The server ended with ${code} before it listened.`)));
  });
}
