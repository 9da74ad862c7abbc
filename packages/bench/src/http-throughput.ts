import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LoadResult, load } from "./load.ts";
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

/** Durable invocations over HTTP, against an echo of the same body and against one that writes the same rows, in turn, several rounds each. */
export async function httpThroughput(rounds: number): Promise<Table> {
  const dataDir = await mkdtemp(join(tmpdir(), "oap-bench-"));
  const servers = {
    echo: await serving("./serve-echo.ts"),
    rows: await serving("./serve-rows.ts", join(dataDir, "rows")),
    invoke: await serving("./serve-control-plane.ts", join(dataDir, "invoke")),
  };
  type Name = keyof typeof servers;
  const names = Object.keys(servers) as Name[];
  const headers = { "Orch-Api-Key": servers.invoke.apiKey ?? "" };
  const loaded = (name: Name, connections: number, seconds: number) =>
    load({ url: `${servers[name].url}/orchestrate`, body, headers, connections, seconds });
  try {
    for (const name of names) await loaded(name, 16, 3);
    const rows: string[][] = [];
    for (const connections of concurrencies) {
      const measured: Record<Name, LoadResult[]> = { echo: [], rows: [], invoke: [] };
      for (let round = 0; round < rounds; round += 1) {
        for (const name of names) measured[name].push(await loaded(name, connections, secondsOfRound));
      }
      const rate = (of: Name) => median(measured[of].map(({ requestsPerSecond }) => requestsPerSecond));
      const p99 = (of: Name) => `${median(measured[of].map(({ p99Ms }) => p99Ms))} ms`;
      const ratio = (of: Name) => (rate(of) / rate("echo")).toFixed(2);
      const failures = measured.invoke.reduce((sum, each) => sum + each.failures, 0);
      rows.push([
        String(connections),
        ...names.map((name) => rate(name).toFixed(0)),
        ratio("rows"),
        ratio("invoke"),
        p99("echo"),
        p99("invoke"),
        String(failures),
      ]);
    }
    return {
      title: "Durable exec.invoke (SYNC) over HTTP, against an echo of the same body",
      note: `All by the same HTTP library, the client in another process, medians of ${rounds} rounds of ${secondsOfRound} s in turn. Rows: the echo, which also writes the rows of an invocation in as many transactions, and does nothing else.`,
      head: [
        "connections",
        "echo/s",
        "rows/s",
        "invoke/s",
        "rows: ratio",
        "invoke: ratio",
        "echo p99",
        "invoke p99",
        "failures",
      ],
      rows,
    };
  } finally {
    await Promise.all(names.map((name) => servers[name].stop()));
    await rm(dataDir, { recursive: true, force: true });
  }
}
