import { OapError, type PolicyEvaluateParams } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { denyAll, developmentAllow, type Governance } from "../governance.ts";
import { policySetOf } from "../testing/compiled-policies.ts";
import { evaluateAction, type ResolvedAction } from "./evaluate-action.ts";
import { PolicyGovernance } from "./policy-governance.ts";

const caller = { id: "user:ada", roles: ["user"] } as const;
const registered: Readonly<Record<string, ResolvedAction>> = {
  "image|analyze": { version: "1.0.0", risk: "LOW", idempotent: true },
  "money|move": { version: "1.0.0", risk: "HIGH", idempotent: false },
  "a|b.c": { risk: "LOW", idempotent: true },
  "a.b|c": { risk: "LOW", idempotent: true },
  "disk|wipe": { risk: "LOW", idempotent: true, constraints: [{ code: "NO_SUCH", scope: "action" }] },
};
const ask = (params: Partial<PolicyEvaluateParams>, governance: Governance = policies) =>
  evaluateAction(
    governance,
    { action: "image.analyze", context: {}, ...params },
    caller,
    ({ module_id, capability }) =>
      Object.hasOwn(registered, `${module_id}|${capability}`) ? registered[`${module_id}|${capability}`] : undefined,
  );
const policies = new PolicyGovernance({
  policySet: policySetOf(
    '@id("low") permit (principal, action in Action::"invoke", resource) when { context.risk == Risk::"LOW" };',
    '@id("high") @decision("HITL_REQUIRED") permit (principal, action, resource) when { context.risk == Risk::"HIGH" };',
    '@id("north") @risk("MEDIUM") permit (principal, action in Action::"operate", resource) when { context has tenant && context.tenant == "north" };',
    '@id("s1") forbid (principal, action, resource) when { principal has session_id && principal.session_id == "s1" };',
  ),
});

describe("policy.evaluate", () => {
  it("answers what an execution would meet", () => {
    expect(ask({}).result).toMatchObject({ decision: "ALLOW", requires_hitl: false, residual_risk: "LOW" });
    expect(ask({ action: "money.move" }).result).toMatchObject({ decision: "HITL_REQUIRED", requires_hitl: true });
    expect(ask({ context: { session_id: "s1" } }).result.decision).toBe("DENY");
    expect(validators.PolicyEvaluateResult(ask({}).result)).toEqual([]);
  });

  it("answers about operations", () => {
    expect(ask({ action: "exec.plan.apply" }).result.decision).toBe("DENY");
    expect(ask({ action: "exec.plan.apply", context: { tenant: "north" } }).result).toMatchObject({
      decision: "ALLOW",
      residual_risk: "MEDIUM",
    });
    expect(ask({ action: "exec.cancel" }, developmentAllow).result.decision).toBe("ALLOW");
    expect(ask({ action: "exec.cancel" }, denyAll).result.decision).toBe("DENY");
    expect(ask({ action: "exec.cancel" }, { decide: developmentAllow.decide }).result.decision).toBe("DENY");
  });

  it.each(["*", "image.analyse", "nothing", "a.b.c"])("denies %s, which names no one capability", (action) => {
    expect(ask({ action }, developmentAllow).result.decision).toBe("DENY");
  });

  it("denies what has a constraint that cannot be enforced", () => {
    expect(ask({ action: "disk.wipe" }, developmentAllow).result.decision).toBe("DENY");
  });

  it("is recorded but for a rehearsal, and decides the same either way", () => {
    expect(ask({}).recorded).toBe(true);
    expect(ask({ dry_run: true })).toEqual({ ...ask({}), recorded: false });
  });

  it("is FORBIDDEN on behalf of another caller", () => {
    expect(ask({ context: { caller: "user:ada" } }).result.decision).toBe("ALLOW");
    expect(() => ask({ context: { caller: "user:root" } })).toThrow(OapError);
  });
});
