import { describe, expect, it } from "vitest";
import type { NewRun, RunRecord } from "../records.ts";
import { examplePlan, exampleRun } from "./examples.ts";
import type { OpenedStore } from "./opened-store.ts";

export function lifecycleSuite({ store, reopen }: OpenedStore): void {
  describe("a run", () => {
    const insert = (...runs: NewRun[]): Promise<void> =>
      store().transact((transaction) => {
        for (const run of runs) transaction.insertRun(run);
      });

    it("can wait for a human, be paused and go on, and says so until it is said anew", async () => {
      await insert({ ...exampleRun, state: "PENDING", started_at: undefined, awaiting_approval_since: 3 });
      expect(store().run("inv_1")).toMatchObject({ state: "PENDING", awaiting_approval_since: 3 });
      expect(store().run("inv_1")).not.toHaveProperty("started_at");
      const governance = { policy_binding_id: "b", allowed_actions: [] };
      await store().transact((transaction) =>
        transaction.setRunStanding("inv_1", { state: "RUNNING", started_at: 4, paused_at: 5, governance }),
      );
      await reopen();
      expect(store().run("inv_1")).toMatchObject({ state: "RUNNING", started_at: 4, paused_at: 5, governance });
      expect(store().run("inv_1")).not.toHaveProperty("awaiting_approval_since");
      await store().transact((transaction) => transaction.setRunStanding("inv_1", { state: "RUNNING", started_at: 4 }));
      expect(store().run("inv_1")).not.toHaveProperty("paused_at");
      expect(store().run("inv_1")).not.toHaveProperty("governance");
    });

    it("that has ended is neither paused nor waits, and never changes", async () => {
      await insert({ ...exampleRun, paused_at: 3, awaiting_approval_since: 3 });
      await store().transact((transaction) => transaction.finishRun("inv_1", { state: "CANCELLED", completed_at: 4 }));
      const ended = store().run("inv_1");
      expect(ended).toMatchObject({ state: "CANCELLED", completed_at: 4 });
      expect(ended).not.toHaveProperty("paused_at");
      expect(ended).not.toHaveProperty("awaiting_approval_since");
      const end = { state: "COMPLETED", completed_at: 5 } as const;
      await expect(store().transact((transaction) => transaction.finishRun("inv_1", end))).rejects.toThrow(
        "no open run",
      );
      await expect(
        store().transact((transaction) => transaction.setRunStanding("inv_1", { state: "RUNNING" })),
      ).rejects.toThrow("no open run");
      await expect(store().transact((transaction) => transaction.finishRun("inv_x", end))).rejects.toThrow(
        "no open run",
      );
      expect(store().run("inv_1")).toEqual(ended);
    });

    it("is listed among those that wait for a human, page by page, until it no longer does", async () => {
      await insert(
        ...[1, 2, 3, 4, 5].map(
          (number): NewRun => ({
            ...exampleRun,
            invocation_id: `inv_${number}`,
            state: "PENDING",
            // A clock that goes back.
            accepted_at: 100 - number,
            ...(number === 3 ? {} : { awaiting_approval_since: 100 - number }),
          }),
        ),
      );
      await store().transact((transaction) => transaction.setRunStanding("inv_4", { state: "RUNNING", started_at: 9 }));
      const ids = (runs: readonly RunRecord[]): string[] => runs.map((run) => run.invocation_id);
      const first = store().runsAwaitingApproval({ limit: 2 });
      expect(ids(first.items)).toEqual(["inv_1", "inv_2"]);
      const second = store().runsAwaitingApproval({ limit: 2, cursor: first.next_cursor! });
      expect(ids(second.items)).toEqual(["inv_5"]);
      expect(second).not.toHaveProperty("next_cursor");
    });

    it("is found by the run that it tries again", async () => {
      await insert(
        exampleRun,
        { ...exampleRun, invocation_id: "inv_2", retry_of: "inv_1" },
        { ...exampleRun, invocation_id: "inv_3", retry_of: "inv_1" },
      );
      expect(
        store()
          .retriesOf("inv_1")
          .map((run) => [run.invocation_id, run.retry_of]),
      ).toEqual([
        ["inv_2", "inv_1"],
        ["inv_3", "inv_1"],
      ]);
      expect(store().retriesOf("inv_2")).toEqual([]);
    });
  });

  describe("a plan", () => {
    it("is decided about once: of two who decide at once, the first does", async () => {
      await store().transact((transaction) => transaction.insertPlan({ ...examplePlan, status: "PENDING_REVIEW" }));
      const decide = (status: "READY_FOR_EXECUTION" | "REJECTED"): Promise<boolean> =>
        store().transact((transaction) => transaction.decidePlan("plan_1", "PENDING_REVIEW", { status }));
      expect(await Promise.all([decide("READY_FOR_EXECUTION"), decide("REJECTED")])).toEqual([true, false]);
      expect(store().plan("plan_1")).toMatchObject({
        status: "READY_FOR_EXECUTION",
        governance: examplePlan.governance,
      });
      const governance = { policy_binding_id: "b", allowed_actions: [] };
      await store().transact((transaction) =>
        transaction.decidePlan("plan_1", "READY_FOR_EXECUTION", { status: "REJECTED", governance }),
      );
      expect(store().plan("plan_1")).toMatchObject({ status: "REJECTED", governance });
    });
  });
}
