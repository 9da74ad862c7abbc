import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineLimits } from "@oap/engine";
import { invokeMany, type ManyInvoked } from "./invoke-many.ts";
import { isFlat } from "./soak-memory.ts";
import { megabytes, type SoakReport } from "./soak-report.ts";
import { type Memory, SoakedServer } from "./soaked-server.ts";

const target = { module_id: "slow", capability: "wait" };
const params = { target, input: {}, mode: "ASYNC", timeout_ms: 3_600_000 };
/** Requests beyond what is taken, so often. */
const [refusals, rounds] = [20_000, 6];

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
      rows.push([
        what,
        answers.join(", "),
        megabytes(memory.rss),
        megabytes(memory.heapUsed),
        megabytes(server.disk()),
      ]);
      console.error(rows.at(-1)?.join("  "));
      return memory;
    };
    const open = engineLimits.openRunsMax;
    const filled = await invokeMany(server, { amount: open, connections: 64, params });
    await sample("until the queue is full", filled);
    if (filled.succeeded !== open) failures.push(`Of ${open} runs ${filled.succeeded} were accepted.`);

    const memories: Memory[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const refused = await invokeMany(server, { amount: refusals, connections: 256, params });
      memories.push(await sample(`${round * refusals} beyond`, refused));
      const answers = JSON.stringify(refused.statuses);
      if (answers !== JSON.stringify({ 503: refusals })) failures.push(`The full queue answered ${answers}.`);
    }
    const [settled, latest] = [memories[Math.floor(rounds / 3)], memories.at(-1)];
    if (settled !== undefined && latest !== undefined && !isFlat(settled, latest)) {
      failures.push(`Memory grew from ${JSON.stringify(settled)} to ${JSON.stringify(latest)}.`);
    }
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
  return [
    `One more was answered ${response.status} ${error?.code}, Retry-After ${response.headers.get("retry-after")}.`,
  ];
}
