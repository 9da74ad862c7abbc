import { describe, expect, it } from "vitest";
import type { ExchangeRecord } from "../exchanges.ts";
import type { OpenedStore } from "./opened-store.ts";

export function exchangesSuite({ store, reopen }: OpenedStore): void {
  describe("an exchange", () => {
    const run: ExchangeRecord = {
      caller: "ann",
      orch_id: "req-1",
      envelope_type: "exec.invoke",
      content_hash: "sha256:one",
      invocation_id: "inv_1",
      recorded_at: 1,
    };
    const { invocation_id: _, ...members } = run;
    const answered: ExchangeRecord = { ...members, orch_id: "req-2", answer: { text: "ünï ☃", list: [null, 1] } };
    const insert = (...exchanges: ExchangeRecord[]): Promise<void> =>
      store().transact((transaction) => {
        for (const exchange of exchanges) transaction.insertExchange(exchange);
      });

    it("is found by its caller and its identifier, with its run or its answer", async () => {
      await insert(run, answered, { ...members, orch_id: "req-3", answer: null });
      await reopen();
      expect(store().exchange("ann", "req-1")).toEqual(run);
      expect(store().exchange("ann", "req-2")).toEqual(answered);
      expect(store().exchange("ann", "req-3")).toEqual({ ...members, orch_id: "req-3", answer: null });
      expect(store().exchange("bob", "req-1")).toBeUndefined();
      expect(store().exchange("ann", "req-4")).toBeUndefined();
    });

    it("is recorded once: a twin is refused loudly, and so is all that its work wrote", async () => {
      const outcomes = await Promise.allSettled([
        insert(run),
        store().transact((transaction) => {
          transaction.appendEvent("inv_twin", 1, { type: "run.accepted", at: 1 });
          transaction.insertExchange({ ...run, content_hash: "sha256:two" });
        }),
        insert({ ...run, caller: "bob" }),
      ]);
      expect(outcomes).toMatchObject([
        { status: "fulfilled" },
        { status: "rejected", reason: { name: "StoreError", code: "TAKEN" } },
        { status: "fulfilled" },
      ]);
      expect(store().exchange("ann", "req-1")).toEqual(run);
      expect(store().events("inv_twin")).toEqual([]);
    });

    it("is forgotten when it is old, in bounded batches, whatever the clock did between", async () => {
      const times = [50, 10, 90, 20, 30, 91, 40];
      await insert(...times.map((recorded_at) => ({ ...run, orch_id: `req-${recorded_at}`, recorded_at })));
      const prune = (): Promise<number> =>
        store().transact((transaction) => transaction.pruneExchanges({ olderThan: 90, batch: 2 }));
      expect([await prune(), await prune(), await prune(), await prune()]).toEqual([2, 2, 1, 0]);
      expect(times.filter((time) => store().exchange("ann", `req-${time}`) !== undefined)).toEqual([90, 91]);
    });
  });
}
