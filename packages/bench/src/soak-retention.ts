import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { invokeMany } from "./invoke-many.ts";
import { megabytes, type SoakBounds, type SoakReport } from "./soak-report.ts";
import { SoakedServer } from "./soaked-server.ts";

const params = { target: { module_id: "text", capability: "statistics" }, input: { text: "The quick brown fox" } };
const samples = 10;
/** Short, so that much is let go in a short time. */
const retention = { runsMax: 5_000, exchangesMs: 2_000, ledgerMs: 2_000, sweepEveryMs: 500 };

/** The disk of a server that lets go of what is old, while new work comes all the time. */
export async function soakRetention(invocations: number, { until }: SoakBounds): Promise<SoakReport> {
  const dataDir = await mkdtemp(join(tmpdir(), "oap-soak-"));
  const server = await SoakedServer.start({ dataDir, retention });
  try {
    const rows: string[][] = [];
    const sizes: number[] = [];
    let done = 0;
    while (done < invocations && Date.now() < until) {
      const amount = Math.min(Math.ceil(invocations / samples), invocations - done);
      const { perSecond } = await invokeMany(server, { amount, connections: 64, params });
      done += amount;
      const size = server.disk();
      sizes.push(size);
      rows.push([String(done), perSecond.toFixed(0), megabytes(size), megabytes((await server.memory()).rss)]);
      console.error(rows.at(-1)?.join("  "));
    }
    const [settled = 0, latest = 0] = [sizes[Math.floor(sizes.length / 2)], sizes.at(-1)];
    const failures = latest > settled * 1.25 ? [`The disk grew from ${settled} to ${latest} bytes.`] : [];
    return {
      failures,
      tables: [
        {
          title: "Disk of a server that keeps little",
          note: `At most ${retention.runsMax} finished runs; exchanges and ledger entries for ${retention.ledgerMs / 1000} s.`,
          head: ["invocations", "per second, about", "disk", "RSS"],
          rows,
        },
      ],
    };
  } finally {
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}
