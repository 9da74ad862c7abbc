import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../sqlite-store.ts";
import type { Store, StoreTransaction } from "../store.ts";

describe("the size of the file", () => {
  let folder: string;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "oap-store-"));
    store = openSqliteStore({ dataDir: folder });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const runsPerRound = 300;
  const write = (transaction: StoreTransaction, number: number): void => {
    const [invocation_id, execution_id] = [`inv_${number}`, `exe_${number}`];
    const members = { execution_id, created_at: number, updated_at: number } as const;
    transaction.insertExchange({
      caller: "ann",
      // As random as the identifiers that clients choose.
      orch_id: `req-${(number * 2_654_435_761) % 4_294_967_296}`,
      envelope_type: "exec.invoke",
      content_hash: "sha256:content",
      invocation_id,
      recorded_at: number,
    });
    transaction.putExecution({ ...members, run_id: invocation_id, status: "running" });
    transaction.insertRun({
      invocation_id,
      kind: "invoke",
      execution_id,
      caller: { id: "ann", roles: ["user"] },
      state: "RUNNING",
      mode: "SYNC",
      accepted_at: number,
      deadline_at: number,
      compiled: { text: "x".repeat(500 + ((number * 7919) % 6000)) },
    });
    transaction.appendEvent(invocation_id, 1, { type: "run.accepted", at: number });
    transaction.finishRun(invocation_id, { state: "COMPLETED", completed_at: number, output: { n: number } });
    transaction.setExecutionStatus(execution_id, "completed", number);
    transaction.appendLedgerEntry(
      "ann",
      (prev_event_hash) => ({
        event_id: `req-${number}`,
        timestamp: new Date(number).toISOString(),
        actor: "ann",
        module_id: "text",
        envelope_type: "exec.invoke",
        status: "SUCCESS",
        input_ref: "sha256:in",
        prev_event_hash,
        event_hash: `sha256:${number}`,
      }),
      invocation_id,
    );
  };
  const prune = (transaction: StoreTransaction, now: number): void => {
    const old = { olderThan: now - runsPerRound, batch: runsPerRound };
    transaction.pruneFinishedRuns({ ...old, keepAtMost: 1_000_000 });
    transaction.pruneExchanges(old);
    transaction.pruneLedger(old);
  };

  it("stays the same over many rounds of work and pruning", async () => {
    const sizes: number[] = [];
    for (let round = 0; round < 16; round += 1) {
      const first = round * runsPerRound + 1;
      await store.transact((transaction) => {
        for (let number = first; number < first + runsPerRound; number += 1) write(transaction, number);
        transaction.insertLedgerCheckpoint({
          anchor: `chk_${round}`,
          sequence: round + 1,
          created_at: new Date(first).toISOString(),
          first_entry: first,
          last_entry: first + runsPerRound - 1,
          root: "r",
          public_key: "k",
          signature: "s",
        });
      });
      await store.transact((transaction) => prune(transaction, first + runsPerRound));
      await store.close();
      sizes.push(statSync(join(folder, "control-plane.sqlite")).size);
      store = openSqliteStore({ dataDir: folder });
    }
    const [settled, last] = [sizes[3]!, sizes.at(-1)!];
    expect(sizes[0]).toBeGreaterThan(1_000_000);
    expect(last / settled).toBeLessThan(1.05);
    expect(store.ledgerEntries({ limit: 1000 }).items.length).toBeLessThanOrEqual(2 * runsPerRound);
  });
});
