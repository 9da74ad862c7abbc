import { describe, expect, it } from "vitest";
import type { PruneRuns } from "../retention.ts";
import { exampleExecution, examplePlan, exampleRun } from "./examples.ts";
import type { OpenedStore } from "./opened-store.ts";

export function retentionSuite({ store, reopen }: OpenedStore): void {
  describe("retention", () => {
    /** Runs `inv_1` to `inv_<count>`, each with an execution, an intent, two events and an approval, ended at 1 to <count>. */
    const finished = (count: number, endedAt: (number: number) => number = (number) => number): Promise<void> =>
      store().transact((transaction) => {
        for (let number = 1; number <= count; number += 1) {
          const [invocation_id, execution_id, intent_id] = [`inv_${number}`, `exe_${number}`, `int_${number}`];
          const at = endedAt(number);
          transaction.insertIntent({
            intent_id,
            execution_id,
            workspace_id: "w",
            text: "t",
            submitted_by: "ann",
            content_hash: "sha256:i",
            received_at: at,
          });
          transaction.putExecution({ ...exampleExecution, execution_id, intent_id, run_id: invocation_id });
          transaction.insertRun({ ...exampleRun, invocation_id, execution_id, accepted_at: at });
          transaction.appendEvent(invocation_id, 1, { type: "run.accepted", at });
          transaction.appendEvent(invocation_id, 2, { type: "step.succeeded", at });
          transaction.insertApproval({
            request_id: `apr_${number}`,
            state: "approved",
            reason: "r",
            required_role: "admin",
            proposed_action: "a",
            requested_by: "ann",
            requested_at: at,
            invocation_id,
          });
          transaction.finishRun(invocation_id, { state: "COMPLETED", completed_at: at });
        }
      });
    const prune = (options: Partial<PruneRuns>): Promise<number> =>
      store().transact((transaction) =>
        transaction.pruneFinishedRuns({ olderThan: 0, keepAtMost: 1_000_000, batch: 100, ...options }),
      );
    const kept = (count: number): number[] =>
      Array.from({ length: count }, (_, index) => index + 1).filter((number) => store().run(`inv_${number}`));

    it("deletes what ended before a time, with all that belongs to it, in bounded batches, and nothing else", async () => {
      await store().transact((transaction) => transaction.insertRun({ ...exampleRun, invocation_id: "inv_open" }));
      await finished(6);
      expect(await prune({ olderThan: 5, batch: 3 })).toBe(3);
      expect(kept(6)).toEqual([4, 5, 6]);
      expect(await prune({ olderThan: 5, batch: 3 })).toBe(1);
      expect(await prune({ olderThan: 5, batch: 3 })).toBe(0);
      await reopen();
      expect(kept(6)).toEqual([5, 6]);
      for (const number of [1, 2, 3, 4, 5, 6]) {
        const there = number > 4;
        expect(store().events(`inv_${number}`)).toHaveLength(there ? 2 : 0);
        expect(store().execution(`exe_${number}`) !== undefined).toBe(there);
        expect(store().intent(`int_${number}`) !== undefined).toBe(there);
        expect(store().approval(`apr_${number}`) !== undefined).toBe(there);
        expect(store().compiledRun(`inv_${number}`) !== undefined).toBe(there);
      }
      expect(store().openRuns()).toHaveLength(1);
    });

    it("deletes the oldest of more than it may keep, however young they are", async () => {
      await finished(5);
      expect(await prune({ keepAtMost: 3 })).toBe(2);
      expect(kept(5)).toEqual([3, 4, 5]);
      expect(await prune({ keepAtMost: 3 })).toBe(0);
      expect(await prune({ keepAtMost: 0 })).toBe(3);
      expect(await prune({ keepAtMost: 0 })).toBe(0);
      await store().transact((transaction) =>
        transaction.insertRun({ ...exampleRun, invocation_id: "inv_6", state: "COMPLETED", completed_at: 6 }),
      );
      expect(await prune({ keepAtMost: 1 })).toBe(0);
      expect(await prune({ olderThan: 7 })).toBe(1);
    });

    it("goes by the order in which runs ended: a clock that goes back makes none of them go too early", async () => {
      await finished(4, (number) => [10, 50, 20, 30][number - 1]!);
      expect(await prune({ olderThan: 40 })).toBe(1);
      expect(kept(4)).toEqual([2, 3, 4]);
      expect(await prune({ olderThan: 51 })).toBe(3);
    });

    it("keeps an execution that a later run has taken over", async () => {
      await finished(1);
      await store().transact((transaction) => {
        transaction.insertRun({ ...exampleRun, invocation_id: "inv_2", retry_of: "inv_1" });
        transaction.putExecution({ ...exampleExecution, execution_id: "exe_1", run_id: "inv_2" });
      });
      expect(await prune({ keepAtMost: 0 })).toBe(1);
      expect(store().execution("exe_1")).toMatchObject({ run_id: "inv_2" });
    });

    it("never gives a position in the journal again, and says up to where events may be missing", async () => {
      await finished(2);
      const [, , , last] = store().journalAfter(0, 10);
      expect(store().journalPrunedTo()).toBe(0);
      await prune({ keepAtMost: 1 });
      expect(store().journalPrunedTo()).toBe(store().journalAfter(0, 10)[0]!.position - 1);
      await prune({ keepAtMost: 0 });
      await reopen();
      expect(store().journalPrunedTo()).toBe(last!.position);
      expect(store().journalEnd()).toBe(last!.position);
      await store().transact((transaction) => transaction.appendEvent("inv_9", 1, { type: "t", at: 0 }));
      expect(
        store()
          .journalAfter(0, 10)
          .map(({ position }) => position > last!.position),
      ).toEqual([true]);
    });

    it("deletes executions that never had a run and are old, with their intents", async () => {
      await store().transact((transaction) => {
        for (const [number, updated_at] of [5, 1, 9, 2].entries()) {
          transaction.putExecution({ ...exampleExecution, execution_id: `exe_${number}`, updated_at });
        }
        transaction.putExecution({ ...exampleExecution, execution_id: "exe_run", run_id: "inv_1" });
      });
      const idle = (): Promise<number> =>
        store().transact((transaction) => transaction.pruneIdleExecutions({ olderThan: 9, batch: 2 }));
      expect([await idle(), await idle(), await idle()]).toEqual([2, 1, 0]);
      const ids = store()
        .executions({ limit: 10 })
        .items.map(({ execution_id }) => execution_id);
      expect(ids).toEqual(["exe_run", "exe_2"]);
    });

    it("deletes plans that are old and used by no kept run, and looks at a bounded number at once", async () => {
      await store().transact((transaction) => {
        for (const [index, submitted_at] of [1, 2, 3, 4, 90].entries()) {
          const status = index === 1 ? "PENDING_REVIEW" : "READY_FOR_EXECUTION";
          transaction.insertPlan({ ...examplePlan, plan_id: `plan_${index}`, status, submitted_at });
        }
        const run = { ...exampleRun, kind: "plan", plan_id: "plan_2", compiled: undefined } as const;
        transaction.insertRun(run);
        transaction.finishRun("inv_1", { state: "COMPLETED", completed_at: 1 });
      });
      const plans = (after?: number) =>
        store().transact((transaction) =>
          transaction.pruneUnusedPlans({ olderThan: 90, batch: 3, ...(after === undefined ? {} : { after }) }),
        );
      const there = (): number[] => [0, 1, 2, 3, 4].filter((index) => store().plan(`plan_${index}`));
      const first = await plans();
      expect(first).toEqual({ pruned: 1, after: expect.any(Number) });
      expect(there()).toEqual([1, 2, 3, 4]);
      expect(await plans(first.after)).toEqual({ pruned: 1 });
      expect(there()).toEqual([1, 2, 4]);
      await prune({ keepAtMost: 0 });
      await plans();
      expect(there()).toEqual([1, 4]);
    });
  });
}
