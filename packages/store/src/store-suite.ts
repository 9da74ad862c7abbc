import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ExecutionRecord } from "./records.ts";
import type { Store } from "./store.ts";
import { accessSuite } from "./suite/access-suite.ts";
import { approvalsSuite } from "./suite/approvals-suite.ts";
import { exampleExecution, examplePlan, exampleRun } from "./suite/examples.ts";
import { exchangesSuite } from "./suite/exchanges-suite.ts";
import { journalSuite } from "./suite/journal-suite.ts";
import { ledgerSuite } from "./suite/ledger-suite.ts";
import { lifecycleSuite } from "./suite/lifecycle-suite.ts";
import { retentionSuite } from "./suite/retention-suite.ts";

/** One adapter over one place that keeps its content between `open` and `open`. */
export interface StorePlace {
  open(): Store | Promise<Store>;
  remove(): void | Promise<void>;
}

/** What every adapter must do; each adapter's test calls it. */
export function storeSuite(name: string, makePlace: () => StorePlace): void {
  describe(name, () => {
    let place: StorePlace;
    let store: Store;

    beforeEach(async () => {
      place = makePlace();
      store = await place.open();
    });
    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    const reopen = async (): Promise<void> => {
      await store.close();
      store = await place.open();
    };

    it("gives back every record as it was given, also after it was closed and opened", async () => {
      const registration = {
        module_id: "remote",
        capabilities: [
          {
            name: "c",
            version: "1.0.0",
            type: "t",
            description: "d",
            input: {},
            output: {},
            risk: "LOW",
            idempotent: true,
          },
        ],
        endpoint: "http://127.0.0.1:7401",
        registered_by: "ops",
        registered_at: 5,
      } as const;
      const intent = {
        intent_id: "int_1",
        execution_id: "exe_1",
        workspace_id: "w",
        text: "Describe the picture.",
        metadata: { a: [1, { b: null }] },
        submitted_by: "ann",
        orch_id: "req-1",
        content_hash: "sha256:four",
        received_at: 6,
      };
      const { compiled, plan, ...planRecord } = examplePlan;
      const { compiled: _, ...runRecord } = exampleRun;
      await store.transact((transaction) => {
        transaction.insertPlan(examplePlan);
        transaction.insertRun(exampleRun);
        transaction.insertRun({
          ...exampleRun,
          invocation_id: "inv_2",
          kind: "plan",
          plan_id: "plan_1",
          compiled: undefined,
        });
        transaction.putExecution(exampleExecution);
        transaction.insertIntent(intent);
        transaction.putRegistration(registration);
      });
      const check = (): void => {
        expect(store.plan("plan_1")).toEqual(planRecord);
        expect(store.compiledPlan("plan_1")).toEqual(compiled);
        expect(store.run("inv_1")).toEqual(runRecord);
        expect(store.compiledRun("inv_1")).toEqual(exampleRun.compiled);
        expect(store.compiledRun("inv_2")).toEqual(compiled);
        expect(store.execution("exe_1")).toEqual(exampleExecution);
        expect(store.intent("int_1")).toEqual(intent);
        expect(store.intentOfExchange("ann", "req-1")).toEqual(intent);
        expect(store.intentOfExchange("bob", "req-1")).toBeUndefined();
        expect(store.registrations()).toEqual([registration]);
      };
      check();
      await reopen();
      check();
    });

    it("answers undefined or nothing for what is not there", () => {
      expect(store.run("x")).toBeUndefined();
      expect(store.compiledRun("x")).toBeUndefined();
      expect(store.plan("x")).toBeUndefined();
      expect(store.compiledPlan("x")).toBeUndefined();
      expect(store.execution("x")).toBeUndefined();
      expect(store.intent("x")).toBeUndefined();
      expect(store.events("x")).toEqual([]);
      expect(store.openRuns()).toEqual([]);
      expect(store.registrations()).toEqual([]);
      expect(store.executions({ limit: 10 })).toEqual({ items: [] });
    });

    it("undoes a work that throws, alone, and keeps its neighbours of the same turn", async () => {
      const failure = new Error("the work's own");
      const outcomes = await Promise.allSettled([
        store.transact((transaction) => transaction.putExecution({ ...exampleExecution, execution_id: "exe_before" })),
        store.transact((transaction) => {
          transaction.putExecution({ ...exampleExecution, execution_id: "exe_undone" });
          throw failure;
        }),
        store.transact((transaction) => {
          transaction.putExecution({ ...exampleExecution, execution_id: "exe_after" });
          return "kept";
        }),
      ]);
      expect(outcomes).toEqual([
        { status: "fulfilled", value: undefined },
        { status: "rejected", reason: failure },
        { status: "fulfilled", value: "kept" },
      ]);
      await reopen();
      expect(store.execution("exe_before")).toBeDefined();
      expect(store.execution("exe_undone")).toBeUndefined();
      expect(store.execution("exe_after")).toBeDefined();
    });

    it("keeps exactly the works that did not throw, whichever they are", async () => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), async (fates) => {
          round += 1;
          const id = (index: number): string => `exe_${round}_${index}`;
          const settled = await Promise.allSettled(
            fates.map((survives, index) =>
              store.transact((transaction) => {
                transaction.putExecution({ ...exampleExecution, execution_id: id(index) });
                if (!survives) throw new Error("undone");
              }),
            ),
          );
          expect(settled.map(({ status }) => status === "fulfilled")).toEqual(fates);
          expect(fates.map((_, index) => store.execution(id(index)) !== undefined)).toEqual(fates);
        }),
        { numRuns: 25 },
      );
    });

    it("lets a work see what earlier works of the same turn wrote, and runs them in order", async () => {
      const seen = await Promise.all(
        [0, 1, 2].map((index) =>
          store.transact((transaction) => {
            const before = transaction.executions({ limit: 10 }).items.length;
            transaction.putExecution({ ...exampleExecution, execution_id: `exe_${index}` });
            return before;
          }),
        ),
      );
      expect(seen).toEqual([0, 1, 2]);
    });

    it("reads committed data only: a work that was given and not yet committed is not seen", async () => {
      const given = store.transact((transaction) => transaction.putExecution(exampleExecution));
      expect(store.execution("exe_1")).toBeUndefined();
      await given;
      expect(store.execution("exe_1")).toBeDefined();
    });

    it("journals the events of each run in order, and refuses a sequence number twice", async () => {
      const append = (run: string, seq: number): Promise<void> =>
        store.transact((transaction) => transaction.appendEvent(run, seq, { type: `t${seq}`, at: seq * 10 }));
      await Promise.all([append("inv_1", 1), append("inv_2", 1), append("inv_1", 2)]);
      await expect(append("inv_1", 2)).rejects.toThrow();
      await append("inv_1", 3);
      expect(store.events("inv_1")).toEqual(
        [1, 2, 3].map((seq) => ({ seq, event: { type: `t${seq}`, at: seq * 10 } })),
      );
      expect(store.events("inv_2")).toHaveLength(1);
    });

    it("refuses an identifier twice and keeps the first", async () => {
      await store.transact((transaction) => transaction.insertPlan(examplePlan));
      await expect(
        store.transact((transaction) => transaction.insertPlan({ ...examplePlan, content_hash: "sha256:other" })),
      ).rejects.toMatchObject({ name: "StoreError", code: "TAKEN" });
      expect(store.plan("plan_1")?.content_hash).toBe(examplePlan.content_hash);
    });

    it("lists the runs that are open, in the order of acceptance, and no finished one", async () => {
      await store.transact((transaction) => {
        transaction.insertRun({ ...exampleRun, invocation_id: "inv_b", accepted_at: 2, state: "PENDING" });
        transaction.insertRun({ ...exampleRun, invocation_id: "inv_a", accepted_at: 3 });
        transaction.insertRun({ ...exampleRun, invocation_id: "inv_c", accepted_at: 1 });
      });
      await store.transact((transaction) =>
        transaction.finishRun("inv_a", { state: "COMPLETED", started_at: 3, completed_at: 4, output: { n: 1 } }),
      );
      // The clock that said when they were accepted had gone back; their order is that of writing.
      expect(store.openRuns().map((run) => run.invocation_id)).toEqual(["inv_b", "inv_c"]);
      expect(store.run("inv_a")).toMatchObject({
        state: "COMPLETED",
        started_at: 3,
        completed_at: 4,
        output: { n: 1 },
      });
    });

    it("replaces an execution but not when it was created", async () => {
      await store.transact((transaction) => transaction.putExecution(exampleExecution));
      await store.transact((transaction) =>
        transaction.putExecution({
          ...exampleExecution,
          created_at: 99,
          updated_at: 99,
          run_id: "inv_1",
          status: "running",
        }),
      );
      await store.transact((transaction) => transaction.setExecutionStatus("exe_1", "completed", 100));
      expect(store.execution("exe_1")).toEqual({
        ...exampleExecution,
        run_id: "inv_1",
        status: "completed",
        updated_at: 100,
      });
    });

    it("pages through executions without gap or repetition, whatever the page size and filter", async () => {
      const statuses = ["completed", "failed", "received"] as const;
      const all: ExecutionRecord[] = Array.from({ length: 23 }, (_, index) => ({
        execution_id: `exe_${index}`,
        workspace_id: `w${index % 2}`,
        status: statuses[index % 3]!,
        created_at: index,
        updated_at: index,
      }));
      await store.transact((transaction) => {
        for (const execution of all) transaction.putExecution(execution);
      });
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 30 }),
          fc.constantFrom(undefined, ...statuses),
          fc.constantFrom(undefined, "w0", "w1", "w2"),
          (limit, status, workspace) => {
            const filter = {
              ...(status === undefined ? {} : { status }),
              ...(workspace === undefined ? {} : { workspace_id: workspace }),
            };
            const found: ExecutionRecord[] = [];
            let cursor: string | undefined;
            do {
              const page = store.executions({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) });
              expect(page.items.length).toBeLessThanOrEqual(limit);
              found.push(...page.items);
              cursor = page.next_cursor;
            } while (cursor !== undefined);
            expect(found).toEqual(
              all
                .filter(
                  (execution) =>
                    (status === undefined || execution.status === status) &&
                    (workspace === undefined || execution.workspace_id === workspace),
                )
                .reverse(),
            );
          },
        ),
        { numRuns: 60 },
      );
    });

    it("refuses a cursor that it did not give out", () => {
      for (const cursor of ["", "x", "MTIz", "YWZ0ZXI6MA", "after:3", "YWZ0ZXI6OTk5OTk5OTk5OTk5OTk5OTk5"]) {
        expect(() => store.executions({ limit: 1, cursor })).toThrow(expect.objectContaining({ code: "BAD_CURSOR" }));
      }
    });

    it("commits at close what was given before, and refuses what comes after", async () => {
      const given = store.transact((transaction) => transaction.putExecution(exampleExecution));
      await store.close();
      await given;
      await expect(store.transact(() => 1)).rejects.toMatchObject({ name: "StoreError", code: "CLOSED" });
      expect(() => store.execution("exe_1")).toThrow(expect.objectContaining({ code: "CLOSED" }));
      await store.close();
      store = await place.open();
      expect(store.execution("exe_1")).toEqual(exampleExecution);
    });

    const opened = { store: () => store, reopen };
    lifecycleSuite(opened);
    journalSuite(opened);
    exchangesSuite(opened);
    approvalsSuite(opened);
    accessSuite(opened);
    ledgerSuite(opened);
    retentionSuite(opened);
  });
}
