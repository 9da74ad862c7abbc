import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, vi } from "vitest";
import { migrate } from "../migrations.ts";
import { sqliteStore } from "../sqlite-store.ts";
import type { Store, StoreReads, StoreTransaction } from "../store.ts";

/** The tables that grow with the work; the others hold what people set up. */
const growing =
  /\b(SCAN) (runs|events|executions|intents|plans|exchanges|approvals|ledger_entries|sessions|api_keys)\b(?! USING (COVERING )?INDEX)/;

/** How SQLite would carry out each statement that `use` prepares. */
async function plansOf(use: (store: Store) => unknown): Promise<Map<string, string>> {
  const database = new DatabaseSync(":memory:");
  migrate(database, "memory");
  const prepared = vi.spyOn(database, "prepare");
  const store = sqliteStore(database);
  await use(store);
  const statements = prepared.mock.calls
    .map(([sql]) => sql)
    .filter((sql) => !/^(BEGIN|COMMIT|SAVE|RELEASE|ROLL)/.test(sql));
  prepared.mockRestore();
  return new Map(
    statements.map((sql) => [
      sql,
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array(sql.match(/\?(?!\d)/g)?.length ?? 0).fill(1))
        .map(({ detail }) => String(detail))
        .join("; "),
    ]),
  );
}

describe("the statements of the store", () => {
  it("read open work at start-up by indexes that are as small as the open work", async () => {
    const plans = await plansOf((store) => {
      store.openRuns();
      store.runsAwaitingApproval({ limit: 1 });
      store.openApprovals({ limit: 1 });
      store.openApprovalsCount();
      store.ledgerEnd();
      store.latestLedgerCheckpoint();
    });
    expect([...plans.values()]).toEqual([
      // The ends of the journal and of the ledger are read from the last page of each.
      "SEARCH events",
      expect.stringMatching(/^SEARCH meta USING INDEX/),
      expect.stringMatching(/^SEARCH runs USING INDEX runs_open/),
      expect.stringMatching(/^SCAN runs USING INDEX runs_awaiting_approval/),
      expect.stringMatching(/^SEARCH approvals USING INDEX approvals_open/),
      expect.stringMatching(/^SEARCH approvals USING COVERING INDEX approvals_open/),
      expect.stringContaining("SEARCH ledger_entries"),
      "SCAN ledger_checkpoints",
    ]);
  });

  it("never walk through a growing table to find a row, to count, or to prune", async () => {
    const page = { limit: 1 };
    const old = { olderThan: 1, batch: 1 };
    const reads: { [Name in keyof StoreReads]: (from: StoreReads) => unknown } = {
      run: (from) => from.run("x"),
      compiledRun: (from) => from.compiledRun("x"),
      openRuns: (from) => from.openRuns(),
      runsAwaitingApproval: (from) => from.runsAwaitingApproval(page),
      retriesOf: (from) => from.retriesOf("x"),
      plan: (from) => from.plan("x"),
      compiledPlan: (from) => from.compiledPlan("x"),
      submittedPlan: (from) => from.submittedPlan("x"),
      execution: (from) => from.execution("x"),
      executions: (from) => from.executions({ ...page, status: "failed" }),
      intent: (from) => from.intent("x"),
      intentOfExchange: (from) => from.intentOfExchange("x", "y"),
      registrations: (from) => from.registrations(),
      events: (from) => from.events("x"),
      journalAfter: (from) => from.journalAfter(1, 1),
      journalOf: (from) => from.journalOf("x", 0, 1),
      journalEnd: (from) => from.journalEnd(),
      journalPrunedTo: (from) => from.journalPrunedTo(),
      exchange: (from) => from.exchange("x", "y"),
      approval: (from) => from.approval("x"),
      approvalsOfRun: (from) => from.approvalsOfRun("x"),
      approvalsOfPlan: (from) => from.approvalsOfPlan("x"),
      openApprovals: (from) => from.openApprovals(page),
      openApprovalsCount: (from) => from.openApprovalsCount(),
      apiKey: (from) => from.apiKey("x"),
      apiKeyOfSecret: (from) => from.apiKeyOfSecret("x"),
      apiKeys: (from) => from.apiKeys(page),
      session: (from) => from.session("x"),
      killSwitches: (from) => from.killSwitches(),
      ledgerHead: (from) => from.ledgerHead("x"),
      ledgerEnd: (from) => from.ledgerEnd(),
      ledgerEntries: (from) =>
        [
          { event_id: "x" },
          { about: "x" },
          { trace_id: "x" },
          { session_id: "x" },
          { actor: "x", from: 1, to: 2 },
          {},
        ].map((filter) => from.ledgerEntries({ ...page, ...filter })),
      ledgerHashes: (from) => from.ledgerHashes(1, 0),
      ledgerCheckpoint: (from) => from.ledgerCheckpoint("x"),
      latestLedgerCheckpoint: (from) => from.latestLedgerCheckpoint(),
      ledgerCheckpointOf: (from) => from.ledgerCheckpointOf(1),
      ledgerCheckpoints: (from) => from.ledgerCheckpoints(page),
    };
    const prune = (transaction: StoreTransaction): void => {
      transaction.insertRun({
        invocation_id: "inv",
        kind: "invoke",
        execution_id: "exe",
        caller: { id: "ann", roles: [] },
        state: "COMPLETED",
        mode: "SYNC",
        accepted_at: 0,
        deadline_at: 0,
      });
      transaction.putExecution({
        execution_id: "exe",
        run_id: "inv",
        intent_id: "int",
        status: "completed",
        created_at: 0,
        updated_at: 0,
      });
      transaction.pruneFinishedRuns({ ...old, keepAtMost: 0 });
      transaction.pruneIdleExecutions(old);
      transaction.pruneUnusedPlans(old);
      transaction.pruneExchanges(old);
      transaction.pruneApprovals(old);
      transaction.pruneSessions(old);
      transaction.pruneLedger(old);
      transaction.expireApprovals(1, 1);
    };
    const plans = await plansOf(async (store) => {
      for (const read of Object.values(reads)) read(store);
      await store.transact(prune);
    });
    expect(plans.size).toBeGreaterThan(50);
    // Walks that stop after as many rows as were asked for are pages, not searches.
    const walks = [...plans].filter(
      ([sql, plan]) => growing.test(plan) && !/LIMIT/.test(sql) && !/^SELECT (min|max)/.test(sql),
    );
    expect(walks).toEqual([]);
    // Only open work is sorted, which is bounded.
    const sorted = [...plans.values()].filter((plan) => plan.includes("TEMP B-TREE"));
    expect(sorted.filter((plan) => !/INDEX (runs_open|runs_awaiting_approval)\b/.test(plan))).toEqual([]);
  });
});
