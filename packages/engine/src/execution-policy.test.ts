import type { GovernanceDecision } from "@oap/governance";
import type { CompiledPlan } from "@oap/plan";
import type { ControlPlanePolicyExplainInput } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CompiledPlans } from "./compiled-plans.ts";
import { PolicyExplanations } from "./execution-policy.ts";
import { permission } from "./permission.ts";
import { ann, once, planOf, step } from "./testing/engine-under-test.ts";
import { RecordedRuns } from "./testing/recorded-runs.ts";

describe("PolicyExplanations", () => {
  let records: RecordedRuns;
  let compiled: CompiledPlan;
  let asked: string[];
  /** What is said of `work.once`; the other action is allowed. */
  let ofOnce: Partial<GovernanceDecision>;
  beforeEach(async () => {
    records = new RecordedRuns();
    asked = [];
    ofOnce = { decision: "DENY", removed_actions: ["work.once"], rules_fired: ["no-once"], reasons: ["Never `once`."] };
    compiled = await records.plan(planOf("p", [step("a"), step("b", ["a"], { target: once })]));
  });
  afterEach(() => records.remove());

  const explain = (input: Partial<ControlPlanePolicyExplainInput> = {}) => {
    const { store } = records;
    const output = new PolicyExplanations({
      store,
      compiledPlans: new CompiledPlans(store),
      permit: (caller, plan) => {
        asked.push(caller.id);
        const allowed: GovernanceDecision = {
          decision: "ALLOW",
          policy_binding_id: "p2",
          risk: "LOW",
          allowed_actions: ["*"],
          rules_fired: ["repeat", "all"],
          reasons: ["Everybody may repeat."],
        };
        const decide = ({ target }: { target: { capability: string } }): GovernanceDecision =>
          target.capability === "repeat" ? allowed : { ...allowed, risk: "HIGH", ...ofOnce };
        return permission({ decide }, caller, plan);
      },
    }).explain({ executionId: "exe_1", ...input }, { id: "grace", roles: ["admin"] });
    expect(validators.ControlPlanePolicyExplainOutput(output)).toEqual([]);
    return output;
  };

  it("explains the whole by the decision that weighs most, and a step by its own", async () => {
    await records.run("inv_1", compiled, { plan_id: "p" });
    expect(explain()).toMatchObject({ verdict: "blocked", riskTier: "high" });
    expect(explain().reasons.slice(0, 2)).toEqual(["Never `once`.", "It was decided by `no-once`."]);
    expect(explain({ stepId: "b" })).toMatchObject({ verdict: "blocked", riskTier: "high" });
    const ofA = explain({ stepId: "a" });
    expect(ofA).toMatchObject({ verdict: "autonomous", riskTier: "low" });
    expect(ofA.reasons.slice(0, 2)).toEqual(["Everybody may repeat.", "It was decided by `repeat`, `all`."]);
  });

  it("asks on behalf of whoever the run is of, and before there is one of the caller", async () => {
    const at = { created_at: 1, updated_at: 1 };
    await records.store.transact((transaction) =>
      transaction.putExecution({ execution_id: "exe_1", plan_id: "p", status: "compiled", ...at }),
    );
    explain();
    await records.run("inv_1", compiled, { plan_id: "p" });
    explain();
    expect(asked).toEqual(["grace", ann.id]);
  });

  it("explains an invocation, whose one step has a name too", async () => {
    await records.run("inv_1", {
      ...compiled,
      kind: "invocation",
      steps: [{ ...compiled.steps[0]!, step_id: "invoke" }],
    });
    expect(explain({ stepId: "invoke" })).toMatchObject({ verdict: "autonomous" });
  });

  it("adds what became of it before: other policies, and what humans answered", async () => {
    ofOnce = { decision: "HITL_REQUIRED", requires_hitl_for: ["work.once"], reasons: ["Ask."], approver: "admin" };
    await records.run("inv_1", compiled, { plan_id: "p" });
    const approval = {
      state: "approved",
      approved: true,
      reviewer: "grace",
      comments: "own words",
      reason: "r",
      required_role: "admin",
      proposed_action: "work.once",
      requested_by: "ann",
      requested_at: 1,
      invocation_id: "inv_1",
    } as const;
    await records.store.transact((transaction) => {
      transaction.insertApproval({ request_id: "apr_1", ...approval, step_id: "b" });
      transaction.insertApproval({ request_id: "apr_2", ...approval, step_id: "a", state: "expired" });
    });
    const { verdict, reasons } = explain();
    expect(verdict).toBe("assist");
    expect(reasons).toEqual([
      "Ask.",
      expect.stringContaining("It was decided by"),
      "When it was accepted, the policies p1 decided; now p2 are in force.",
      "grace approved work.once in step `b`.",
      "The request apr_2 for work.once in step `a` expired.",
    ]);
    expect(explain({ stepId: "b" }).reasons.join()).not.toContain("apr_2");
    expect(reasons.join()).not.toContain("own words");
  });

  it("refuses what there is not", async () => {
    expect(() => explain()).toThrow(expect.objectContaining({ code: "EXECUTION_NOT_FOUND" }));
    const received = { execution_id: "exe_1", status: "received", created_at: 1, updated_at: 1 } as const;
    await records.store.transact((transaction) => transaction.putExecution(received));
    expect(() => explain()).toThrow(expect.objectContaining({ code: "STATE_CONFLICT" }));
    await records.run("inv_1", compiled, { plan_id: "p" });
    expect(() => explain({ stepId: "c" })).toThrow(expect.objectContaining({ code: "STEP_NOT_FOUND" }));
  });
});
