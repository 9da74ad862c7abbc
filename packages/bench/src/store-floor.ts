import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openSqliteStore } from "@oap/store";
import { median } from "./median.ts";
import type { Table } from "./table.ts";

const concurrencies = [1, 16, 64, 256];
const commitsOfRound = 4_000;

/** Durable commits of one small write each through the store, against SQLite itself with a commit for each write. */
export async function storeFloor(rounds: number): Promise<Table> {
  const folder = await mkdtemp(join(tmpdir(), "oap-bench-"));
  const store = openSqliteStore({ dataDir: join(folder, "store") });
  const database = new DatabaseSync(join(folder, "plain.sqlite"));
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE writes (id INTEGER PRIMARY KEY, text TEXT)",
  );
  const insert = database.prepare("INSERT INTO writes (text) VALUES (?)");
  let count = 0;
  try {
    const commit = () => {
      count += 1;
      const id = `exe_${String(count).padStart(12, "0")}`;
      return store.transact((transaction) =>
        transaction.putExecution({ execution_id: id, status: "received", created_at: count, updated_at: count }),
      );
    };
    const rows: string[][] = [];
    const plain: number[] = [];
    for (const concurrency of concurrencies) {
      const rates: number[] = [];
      for (let round = 0; round <= rounds; round += 1) {
        if (concurrency === 1) plain.push(rateOf(commitsOfRound, () => insert.run("x".repeat(100))));
        const start = performance.now();
        const perWorker = Math.floor(commitsOfRound / concurrency);
        await Promise.all(
          Array.from({ length: concurrency }, async () => {
            for (let each = 0; each < perWorker; each += 1) await commit();
          }),
        );
        rates.push((perWorker * concurrency * 1000) / (performance.now() - start));
      }
      const [floor, rate] = [median(plain.slice(1)), median(rates.slice(1))];
      rows.push([String(concurrency), floor.toFixed(0), rate.toFixed(0), (rate / floor).toFixed(2)]);
    }
    return {
      title: "Durable commits through the store, against one SQLite commit for each write",
      note: `fsync on; medians of ${rounds} rounds of ${commitsOfRound} commits after one to warm up.`,
      head: ["concurrency", "SQLite/s", "store/s", "ratio"],
      rows,
    };
  } finally {
    database.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function rateOf(count: number, work: () => void): number {
  const start = performance.now();
  for (let each = 0; each < count; each += 1) work();
  return (count * 1000) / (performance.now() - start);
}
