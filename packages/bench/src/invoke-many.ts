import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { SoakedStart } from "./soaked-server.ts";

/** What many invocations came to. */
export interface ManyInvoked {
  readonly perSecond: number;
  readonly succeeded: number;
  /** How many were answered with each HTTP status, and how many were not answered. */
  readonly statuses: Readonly<Record<string, number>>;
}

export interface InvokeMany {
  readonly amount: number;
  readonly connections: number;
  readonly params: object;
}

const autocannon = createRequire(import.meta.url).resolve("autocannon");

/** Makes so many invocations from another process, each under an id of its own, over so many connections. */
export async function invokeMany(
  { url, apiKey }: Pick<SoakedStart, "url" | "apiKey">,
  { amount, connections, params }: InvokeMany,
): Promise<ManyInvoked> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: "[<id>]", envelope_type: "exec.invoke", params });
  const parameters = [
    ...["--json", "--no-progress", "--idReplacement", "--method", "POST", "--timeout", "60"],
    ...["--connections", String(connections), "--amount", String(amount)],
    ...["--headers", "content-type=application/json", "--headers", `Orch-Api-Key=${apiKey}`],
    ...["--body", body, `${url}/orchestrate`],
  ];
  const child = spawn(process.execPath, [autocannon, ...parameters], { stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  for await (const chunk of child.stdout) text += chunk;
  const { statusCodeStats, errors, timeouts, start, finish, "2xx": succeeded } = JSON.parse(text);
  const statuses: Record<string, number> = {};
  for (const [status, { count }] of Object.entries<{ count: number }>(statusCodeStats)) statuses[status] = count;
  if (errors + timeouts > 0) statuses.unanswered = errors + timeouts;
  return { perSecond: (succeeded * 1000) / (Date.parse(finish) - Date.parse(start)), succeeded, statuses };
}
