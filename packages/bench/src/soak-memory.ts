import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { invokeMany } from "./invoke-many.ts";
import { median } from "./median.ts";
import { megabytes, type SoakBounds, type SoakReport } from "./soak-report.ts";
import { type Memory, SoakedServer } from "./soaked-server.ts";
import type { Table } from "./table.ts";

const params = { target: { module_id: "text", capability: "statistics" }, input: { text: "The quick brown fox" } };
const connections = 64;
const samples = 10;
/** What a server may take to be ready, whatever is on its disk, in milliseconds. */
const startMsMax = 2000;

/** Very many invocations in one process, and then how long a process takes to start with all of them on its disk. */
export async function soakMemory(invocations: number, bounds: SoakBounds): Promise<SoakReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "oap-soak-"));
  let server = await SoakedServer.start({ dataDir });
  try {
    const grown = await grow(server, invocations, bounds);
    const { apiKey } = server;
    const startUps: string[][] = [];
    const times: number[] = [];
    for (const how of ["closed", "closed", "closed", "killed"] as const) {
      await (how === "closed" ? server.stop() : server.kill());
      server = await SoakedServer.start({ dataDir, apiKey });
      times.push(server.startMs);
      startUps.push([
        how,
        `${server.loadMs.toFixed(0)} ms`,
        `${server.startMs.toFixed(0)} ms`,
        megabytes(server.disk()),
      ]);
    }
    const slow = median(times) >= startMsMax ? [`A start took ${median(times).toFixed(0)} ms.`] : [];
    return {
      failures: [...grown.failures, ...slow],
      tables: [
        grown.table,
        {
          title: `Start-up with ${grown.done} finished invocations on disk`,
          note: "The code's loading is apart; a start includes opening the store, policies, recovery and listening.",
          head: ["the process before was", "loading", "start", "disk"],
          rows: startUps,
        },
      ],
    };
  } finally {
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

interface Grown {
  readonly table: Table;
  readonly failures: readonly string[];
  readonly done: number;
}

async function grow(server: SoakedServer, invocations: number, { until }: SoakBounds): Promise<Grown> {
  const rows: string[][] = [];
  const memories: Memory[] = [];
  const failures: string[] = [];
  let done = 0;
  while (done < invocations && Date.now() < until) {
    const amount = Math.min(Math.ceil(invocations / samples), invocations - done);
    const { succeeded, perSecond, statuses } = await invokeMany(server, { amount, connections, params });
    if (succeeded < amount)
      failures.push(`Of ${amount} invocations ${succeeded} succeeded: ${JSON.stringify(statuses)}.`);
    done += amount;
    const memory = await server.memory();
    memories.push(memory);
    rows.push([
      String(done),
      perSecond.toFixed(0),
      megabytes(memory.rss),
      megabytes(memory.heapUsed),
      megabytes(server.disk()),
    ]);
    console.error(rows.at(-1)?.join("  "));
  }
  // The first samples are of a process that is warming up.
  const [settled, latest] = [memories[Math.floor(memories.length / 3)], memories.at(-1)];
  if (settled !== undefined && latest !== undefined && !isFlat(settled, latest)) {
    failures.push(`Memory grew from ${JSON.stringify(settled)} to ${JSON.stringify(latest)}.`);
  }
  return {
    done,
    failures,
    table: {
      title: "Memory of one server process over many invocations",
      note: `SYNC exec.invoke over HTTP, ${connections} connections, client in another process; the heap is measured after a garbage collection.`,
      head: ["invocations", "per second, about", "RSS", "heap in use", "disk"],
      rows,
    },
  };
}

/** A tenth more, and some megabytes for what the runtime does for itself. */
export function isFlat(before: Memory, after: Memory): boolean {
  const slack = 16 * 1024 * 1024;
  return after.heapUsed < before.heapUsed * 1.1 + slack && after.rss < before.rss * 1.1 + 4 * slack;
}
