import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ApprovalRecord } from "../approvals.ts";
import type { OpenedStore } from "./opened-store.ts";

export function approvalsSuite({ store, reopen }: OpenedStore): void {
  describe("a request for a human decision", () => {
    const request: ApprovalRecord = {
      request_id: "apr_1",
      state: "pending",
      reason: "The host is not known.",
      required_role: "admin",
      proposed_action: "http.fetch",
      risk: "HIGH",
      requested_by: "ann",
      requested_at: 10,
      expires_at: 100,
      invocation_id: "inv_1",
      step_id: "fetch",
      policy_binding_id: "sha256:policy",
      input_hash: "sha256:input",
      payload: { url: "https://example.org/" },
    };
    const { invocation_id: _run, step_id: _step, ...withoutRun } = request;
    const insert = (...requests: ApprovalRecord[]): Promise<void> =>
      store().transact((transaction) => {
        for (const one of requests) transaction.insertApproval(one);
      });
    const ids = (requests: readonly ApprovalRecord[]): string[] => requests.map((one) => one.request_id);

    it("is kept whole, and found by its run, its step and its plan", async () => {
      const ofPlan = { ...withoutRun, request_id: "apr_4", plan_id: "plan_1" };
      await insert(
        request,
        { ...request, request_id: "apr_2", step_id: "other" },
        { ...request, request_id: "apr_3", invocation_id: "inv_2" },
        ofPlan,
      );
      await reopen();
      expect(store().approval("apr_1")).toEqual(request);
      expect(store().approval("apr_x")).toBeUndefined();
      expect(ids(store().approvalsOfRun("inv_1"))).toEqual(["apr_1", "apr_2"]);
      expect(ids(store().approvalsOfRun("inv_1", "other"))).toEqual(["apr_2"]);
      expect(ids(store().approvalsOfRun("inv_x"))).toEqual([]);
      expect(store().approvalsOfPlan("plan_1")).toEqual([ofPlan]);
      await expect(insert(request)).rejects.toMatchObject({ code: "TAKEN" });
    });

    it("is decided once, by whoever comes first, and set aside only out of the state that was seen", async () => {
      await insert(request);
      const decide = (reviewer: string, approved: boolean): Promise<boolean> =>
        store().transact((transaction) =>
          transaction.decideApproval("apr_1", "pending", {
            state: approved ? "approved" : "rejected",
            reviewer,
            approved,
            decided_at: 20,
          }),
        );
      expect(await Promise.all([decide("bob", true), decide("eve", false)])).toEqual([true, false]);
      const decided = { ...request, state: "approved", reviewer: "bob", approved: true, decided_at: 20 };
      expect(store().approval("apr_1")).toEqual(decided);
      const override = { state: "overridden", approved: false, overridden_by: "root", overridden_at: 30 } as const;
      await store().transact((transaction) => {
        expect(transaction.decideApproval("apr_1", "rejected", override)).toBe(false);
        expect(transaction.decideApproval("apr_1", "approved", override)).toBe(true);
        expect(transaction.decideApproval("apr_x", "pending", override)).toBe(false);
      });
      expect(store().approval("apr_1")).toEqual({ ...decided, ...override });
      expect(store().openApprovals({ limit: 10 })).toEqual({ items: [] });
    });

    it("expires at its time, the earliest first, in bounded batches, and only while it is open", async () => {
      const { expires_at: _, ...endless } = request;
      await insert(
        { ...request, request_id: "apr_1", expires_at: 30 },
        { ...request, request_id: "apr_2", expires_at: 10 },
        { ...request, request_id: "apr_3", expires_at: 20 },
        { ...request, request_id: "apr_4", expires_at: 5, state: "approved" },
        { ...endless, request_id: "apr_5" },
        { ...request, request_id: "apr_6", expires_at: 31 },
      );
      const expire = (): Promise<readonly ApprovalRecord[]> =>
        store().transact((transaction) => transaction.expireApprovals(30, 2));
      const first = await expire();
      expect(first.map(({ request_id, state }) => [request_id, state])).toEqual([
        ["apr_2", "expired"],
        ["apr_3", "expired"],
      ]);
      expect(first[0]).toEqual(store().approval("apr_2"));
      expect(ids(await expire())).toEqual(["apr_1"]);
      expect(await expire()).toEqual([]);
      expect(store().approval("apr_4")?.state).toBe("approved");
      expect(ids(store().openApprovals({ limit: 10 }).items)).toEqual(["apr_5", "apr_6"]);
      expect(store().openApprovalsCount()).toBe(2);
    });

    it("is listed while it is open, page by page without gap or repetition", async () => {
      const states = ["pending", "approved", "pending", "pending", "expired", "pending", "pending"] as const;
      const all = states.map((state, index) => ({
        ...request,
        request_id: `apr_${index}`,
        state,
        requested_at: 100 - index,
      }));
      await insert(...all);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 8 }), (limit) => {
          const found: string[] = [];
          let cursor: string | undefined;
          do {
            const page = store().openApprovals({ limit, ...(cursor === undefined ? {} : { cursor }) });
            expect(page.items.length).toBeLessThanOrEqual(limit);
            found.push(...ids(page.items));
            cursor = page.next_cursor;
          } while (cursor !== undefined);
          expect(found).toEqual(ids(all.filter(({ state }) => state === "pending")));
        }),
        { numRuns: 8 },
      );
    });

    it("of no run is deleted when it is old and decided; an open one, and one of a run, stays", async () => {
      await insert(
        { ...withoutRun, request_id: "apr_1", state: "approved" },
        { ...withoutRun, request_id: "apr_2" },
        { ...request, request_id: "apr_3", state: "approved" },
        { ...withoutRun, request_id: "apr_4", state: "rejected", requested_at: 50 },
        { ...withoutRun, request_id: "apr_5", state: "expired" },
      );
      const prune = (): Promise<number> =>
        store().transact((transaction) => transaction.pruneApprovals({ olderThan: 50, batch: 1 }));
      expect([await prune(), await prune(), await prune()]).toEqual([1, 1, 0]);
      expect([1, 2, 3, 4, 5].filter((number) => store().approval(`apr_${number}`) !== undefined)).toEqual([2, 3, 4]);
    });
  });
}
