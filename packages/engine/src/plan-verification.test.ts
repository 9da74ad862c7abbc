import type { GovernanceDecision } from "@oap/governance";
import type { CompiledPlan } from "@oap/plan";
import type { ControlPlanePlanVerifyInput, PolicyDecision } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import type { ExecutionRecord } from "@oap/store";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CompiledPlans } from "./compiled-plans.ts";
import { executionStream } from "./execution-events.ts";
import { permission } from "./permission.ts";
import { type HeldPlan, PlanVerifications } from "./plan-verification.ts";
import { ann, once, planOf, step } from "./testing/engine-under-test.ts";
import { RecordedRuns } from "./testing/recorded-runs.ts";
import { timestampOf } from "./timestamp.ts";

describe("PlanVerifications", () => {
  let records: RecordedRuns;
  let compiled: CompiledPlan;
  /** What policy says of each action. */
  let policy: Record<string, PolicyDecision>;
  let asked: string[];
  let requested: HeldPlan[];
  beforeEach(async () => {
    records = new RecordedRuns();
    policy = { "work.repeat": "ALLOW", "work.once": "ALLOW" };
    asked = [];
    requested = [];
    compiled = await records.plan(planOf("p", [step("a"), step("b", ["a"], { target: once })]));
    await execution({});
  });
  afterEach(() => records.remove());

  const execution = (members: Partial<ExecutionRecord>): Promise<void> =>
    records.store.transact((transaction) => {
      const at = records.clock.now();
      const record = { execution_id: "exe_1", status: "compiled", created_at: at, updated_at: at } as const;
      transaction.putExecution({ ...record, ...members });
    });
  const verify = async (input: Partial<ControlPlanePlanVerifyInput> = {}) => {
    const { store, clock } = records;
    const verifications = new PlanVerifications({
      store,
      clock,
      compiledPlans: new CompiledPlans(store),
      permit: (caller, plan) => {
        asked.push(caller.id);
        return permission(
          { decide: ({ target }) => decisionOf(`${target.module_id}.${target.capability}`) },
          caller,
          plan,
        );
      },
      requestApproval: (_, held) => requested.push(held),
    });
    const output = await verifications.verify({ executionId: "exe_1", planId: "p", ...input }, ann);
    expect(validators.ControlPlanePlanVerifyOutput(output)).toEqual([]);
    expect(output.verifiedAt).toBe(timestampOf(clock.now()));
    return output;
  };
  const decisionOf = (action: string): GovernanceDecision => {
    const decision = policy[action]!;
    const isHeld = decision === "HITL_REQUIRED" || decision === "ESCALATE";
    return {
      decision,
      policy_binding_id: "p1",
      risk: action === "work.once" ? "HIGH" : "LOW",
      allowed_actions: decision === "DENY" || isHeld ? [] : [action],
      ...(decision === "DENY" ? { removed_actions: [action] } : {}),
      ...(isHeld ? { requires_hitl_for: [action], approver: "admin" as const } : {}),
      reasons: [`The rule for ${action}.`],
    };
  };
  const recorded = () => records.store.execution("exe_1")!;

  it.each([
    ["ALLOW", "ALLOW", "autonomous", "ready"],
    ["ALLOW", "PARTIAL_ALLOW", "autonomous", "ready"],
    ["HITL_REQUIRED", "ALLOW", "assist", "awaiting_approval"],
    ["ALLOW", "ESCALATE", "assist", "awaiting_approval"],
    ["HITL_REQUIRED", "DENY", "blocked", "rejected"],
    ["DENY", "ALLOW", "blocked", "rejected"],
  ] as const)(
    "takes the strictest: %s and %s are %s, and the execution is %s",
    async (first, second, verdict, status) => {
      policy = { "work.repeat": first, "work.once": second };
      records.clock.advance(5);
      expect(await verify()).toMatchObject({ verdict, requiresApproval: verdict === "assist" });
      expect(recorded()).toMatchObject({ status, plan_id: "p", risk_tier: "high", updated_at: records.clock.now() });
      expect(asked).toEqual(["ann"]);
      expect(requested.map(({ planId }) => planId)).toEqual(verdict === "assist" ? ["p"] : []);
    },
  );

  it("says why a plan is blocked, and tells of its rejection once", async () => {
    policy = { "work.repeat": "DENY", "work.once": "DENY" };
    const { blockedReasons = [] } = await verify();
    expect(blockedReasons).toEqual([
      "The rule for work.repeat.",
      "Policy denies work.repeat.",
      "Policy denies work.once.",
    ]);
    await verify();
    const told = records.store.events(executionStream("exe_1")).map(({ event }) => event);
    expect(told).toMatchObject([
      { type: "controlPlane.plan.rejected", payload: { executionId: "exe_1", planId: "p", reasons: blockedReasons } },
    ]);
  });

  it("keeps a rejection for good, whatever policy says later", async () => {
    policy = { "work.repeat": "DENY", "work.once": "ALLOW" };
    await verify();
    policy = { "work.repeat": "ALLOW", "work.once": "ALLOW" };
    expect(await verify()).toMatchObject({ verdict: "blocked", blockedReasons: [expect.stringContaining("for good")] });
    expect(recorded().status).toBe("rejected");
  });

  it("does not set aside what the submission decided", async () => {
    await records.plan(planOf("rejected", [step("a")]), { status: "REJECTED" });
    await records.plan(planOf("waiting", [step("a")]), { status: "PENDING_REVIEW" });
    expect(await verify({ planId: "waiting" })).toMatchObject({ verdict: "assist", requiresApproval: true });
    await execution({});
    await execution({ execution_id: "exe_2" });
    expect(await verify({ executionId: "exe_2", planId: "rejected" })).toMatchObject({ verdict: "blocked" });
  });

  it("asks no human again who approved this plan under these policies, and nothing else counts", async () => {
    policy = { "work.repeat": "HITL_REQUIRED", "work.once": "ALLOW" };
    const approval = {
      state: "approved",
      approved: true,
      reason: "r",
      required_role: "admin",
      proposed_action: "work.repeat",
      requested_by: "bob",
      requested_at: 1,
      plan_id: "p",
      policy_binding_id: "p1",
      input_hash: compiled.hash,
    } as const;
    const others = [
      { state: "pending", approved: undefined },
      { state: "rejected", approved: false },
      { state: "overridden", approved: false },
      { policy_binding_id: "p0" },
      { input_hash: `sha256:${"0".repeat(64)}` },
    ] as const;
    for (const [index, other] of others.entries()) {
      const { approved, ...members } = { ...approval, ...other };
      const request = { request_id: `apr_${index}`, ...members, ...(approved === undefined ? {} : { approved }) };
      await records.store.transact((transaction) => transaction.insertApproval(request));
      expect(await verify()).toMatchObject({ verdict: "assist" });
    }
    // One is open: nobody is asked twice.
    expect(requested).toEqual([]);
    await records.store.transact((transaction) => transaction.insertApproval({ request_id: "apr_yes", ...approval }));
    expect(await verify()).toMatchObject({ verdict: "autonomous", requiresApproval: false });
    expect(recorded().status).toBe("ready");
  });

  it("verifies only against the policies in force", async () => {
    expect(await verify({ policyVersion: "p1" })).toMatchObject({ verdict: "autonomous" });
    await execution({});
    await expect(verify({ policyVersion: "p0" })).rejects.toMatchObject({
      code: "STATE_CONFLICT",
      details: { policy_version: "p0", in_force: "p1" },
    });
    expect(recorded().status).toBe("compiled");
  });

  it("refuses what there is not, what has another plan, and what was started", async () => {
    await expect(verify({ executionId: "exe_no" })).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" });
    await expect(verify({ planId: "no" })).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
    await execution({ plan_id: "other" });
    await expect(verify()).rejects.toMatchObject({ code: "STATE_CONFLICT", details: { plan_id: "other" } });
    await execution({ status: "cancelled" });
    await expect(verify()).rejects.toMatchObject({ code: "STATE_CONFLICT" });
    await records.run("inv_1", compiled, { plan_id: "p" });
    await expect(verify()).rejects.toMatchObject({ code: "STATE_CONFLICT", details: { run_id: "inv_1" } });
  });
});
