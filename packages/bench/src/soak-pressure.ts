import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineLimits } from "@oap/engine";
import { invokeMany, type ManyInvoked } from "./invoke-many.ts";
import { isFlat } from "./soak-memory.ts";
import { megabytes, type SoakReport } from "./soak-report.ts";
import { SoakedServer } from "./soaked-server.ts";

const target = { module_id: "slow", capability: "wait" };
const params = { target, input: {}, mode: "ASYNC", timeout_ms: 3_600_000 };
const refusals = 50_000;

/** A server that is asked for more work than it takes. */
export async function soakPressure(): Promise<SoakReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "oap-soak-"));
  const server = await SoakedServer.start({ dataDir });
  try {
    const rows: string[][] = [];
    const failures: string[] = [];
    const sample = async (what: string, { statuses }: ManyInvoked) => {
      const memory = await server.memory();
      const answers = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`);
      rows.push([what, answers.join(", "), megabytes(memory.rss), megabytes(memory.heapUsed), megabytes(server.disk())]);
      console.error(rows.at(-1)?.join("  "));
      return memory;
    };
    const open = engineLimits.openRunsMax;
    const filled = await invokeMany(server, { amount: open, connections: 64, params });
    await sample("until the queue is full", filled);
    if (filled.succeeded !== open) failures.push(`Of ${open} runs ${filled.succeeded} were accepted.`);

    const warm = await invokeMany(server, { amount: refusals / 5, connections: 256, params });
    const before = await sample("beyond", warm);
    const refused = await invokeMany(server, { amount: refusals, connections: 256, params });
    const after = await sample("further beyond", refused);
    for (const { statuses } of [warm, refused]) {
      if (Object.keys(statuses).join() !== "503") failures.push(`The full queue answered ${JSON.stringify(statuses)}.`);
    }
    if (!isFlat(before, after)) failures.push(`Memory grew from ${JSON.stringify(before)} to ${JSON.stringify(after)}.`);
    failures.push(...(await refusalFaults(server)));
    return {
      failures,
      tables: [
        {
          title: "A server that is asked for more work than it takes",
          note: "Runs that do not end, then more of them. Each refusal is 503 OVERLOADED with Retry-After, and leaves its entry in the ledger.",
          head: ["requests", "answers", "RSS", "heap in use", "disk"],
          rows,
        },
      ],
    };
  } finally {
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function refusalFaults({ url, apiKey }: SoakedServer): Promise<string[]> {
  const response = await fetch(`${url}/orchestrate`, {
    method: "POST",
    headers: { "content-type": "application/json", "orch-api-key": apiKey },
    body: JSON.stringify({ jsonrpc: "2.0", id: "one-more", envelope_type: "exec.invoke", params }),
  });
  const { error } = (await response.json()) as { readonly error?: { readonly code?: string } };
  const wait = Number(response.headers.get("retry-after"));
  if (response.status === 503 && error?.code === "OVERLOADED" && Number.isInteger(wait) && wait > 0) return [];
  return [`One more was answered ${response.status} ${error?.code}, Retry-After ${response.headers.get("retry-after")}.`];
}
