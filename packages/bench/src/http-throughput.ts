import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "./load.ts";
import { median } from "./median.ts";
import { serving } from "./serving.ts";
import type { Table } from "./table.ts";

const concurrencies = [1, 16, 64, 256];
const secondsOfRound = 4;

/** The body that both servers get: an invocation of a capability that does next to nothing. */
const body = JSON.stringify({
  jsonrpc: "2.0",
  id: "[<id>]",
  envelope_type: "exec.invoke",
  params: { target: { module_id: "text", capability: "statistics" }, input: { text: "The quick brown fox" } },
});

/** Durable invocations over HTTP against an echo of the same body, in turn, several rounds each. */
export async function httpThroughput(rounds: number): Promise<Table> {
  const dataDir = await mkdtemp(join(tmpdir(), "oap-bench-"));
  const echo = await serving("./serve-echo.ts");
  const controlPlane = await serving("./serve-control-plane.ts", dataDir);
  try {
    const headers = { "Orch-Api-Key": controlPlane.apiKey ?? "" };
    for (const { url } of [echo, controlPlane]) {
      await load({ url: `${url}/orchestrate`, body, headers, connections: 16, seconds: 3 });
    }
    const rows: string[][] = [];
    for (const connections of concurrencies) {
      const measured = {
        echo: [] as Awaited<ReturnType<typeof load>>[],
        invoke: [] as Awaited<ReturnType<typeof load>>[],
      };
      for (let round = 0; round < rounds; round += 1) {
        measured.echo.push(await load({ url: `${echo.url}/orchestrate`, body, connections, seconds: secondsOfRound }));
        measured.invoke.push(
          await load({ url: `${controlPlane.url}/orchestrate`, body, headers, connections, seconds: secondsOfRound }),
        );
      }
      const rate = (of: "echo" | "invoke") => median(measured[of].map(({ requestsPerSecond }) => requestsPerSecond));
      const p99 = (of: "echo" | "invoke") => median(measured[of].map(({ p99Ms }) => p99Ms));
      const failures = measured.invoke.reduce((sum, each) => sum + each.failures, 0);
      rows.push([
        String(connections),
        rate("echo").toFixed(0),
        rate("invoke").toFixed(0),
        (rate("invoke") / rate("echo")).toFixed(2),
        `${p99("echo")} ms`,
        `${p99("invoke")} ms`,
        String(failures),
      ]);
    }
    return {
      title: "Durable exec.invoke (SYNC) over HTTP, against an echo of the same body",
      note: `Both by the same HTTP library, the client in another process, medians of ${rounds} rounds of ${secondsOfRound} s in turn.`,
      head: ["connections", "echo/s", "invoke/s", "ratio", "echo p99", "invoke p99", "failures"],
      rows,
    };
  } finally {
    await Promise.all([echo.stop(), controlPlane.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}
