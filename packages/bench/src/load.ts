import { spawn } from "node:child_process";
import { createRequire } from "node:module";

/** What a load of requests measured. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  /** 99th percentile of the latency, in milliseconds. */
  readonly p99Ms: number;
  /** Answers that were not 2xx, and requests that got none. */
  readonly failures: number;
}

export interface LoadOptions {
  readonly url: string;
  /** `[<id>]` in it becomes another identifier for each request. */
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

const autocannon = createRequire(import.meta.url).resolve("autocannon");

/** Posts one body over and over from a process of its own, so that the client's work is not the server's. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { url, body, headers = {}, connections, seconds } = options;
  const parameters = [
    ...["--json", "--no-progress", "--idReplacement", "--method", "POST"],
    ...["--connections", String(connections), "--duration", String(seconds)],
    ...["--headers", "content-type=application/json"],
    ...Object.entries(headers).flatMap(([name, value]) => ["--headers", `${name}=${value}`]),
    ...["--body", body, url],
  ];
  const child = spawn(process.execPath, [autocannon, ...parameters], { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  const { requests, latency, errors, timeouts, non2xx, duration, "2xx": succeeded } = JSON.parse(text);
  if (requests.total === 0) throw new Error(`Nothing answered at ${url}.`);
  return { requestsPerSecond: succeeded / duration, p99Ms: latency.p99, failures: errors + timeouts + non2xx };
}
