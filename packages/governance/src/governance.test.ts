import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decide,
  denyAll,
  developmentAllow,
  type Governance,
  type GovernanceDecision,
  governanceHeaders,
  governanceState,
} from "./index.ts";

const request = {
  caller: { id: "operator", roles: ["admin"] },
  target: { module_id: "image", capability: "analyze", version: "1.0.0" },
  risk: "HIGH",
} as const;

describe("the two bindings without policies", () => {
  it("development-allow allows the action, keeps the declared risk and says why", () => {
    const decision = decide(developmentAllow, request);
    expect(decision).toMatchObject({
      decision: "ALLOW",
      policy_binding_id: "development-allow",
      risk: "HIGH",
      allowed_actions: ["image.analyze"],
    });
    expect(decision.reasons).toHaveLength(1);
  });

  it("without a policy everything is denied", () => {
    expect(decide(denyAll, request)).toMatchObject({
      decision: "DENY",
      allowed_actions: [],
      removed_actions: ["image.analyze"],
    });
  });
});

describe("decide", () => {
  it("denies when governance throws, and does not repeat the exception's text", () => {
    const broken: Governance = {
      decide: () => {
        throw new Error("password=hunter2");
      },
    };
    const decision = decide(broken, request);
    expect(decision.decision).toBe("DENY");
    expect(decision.allowed_actions).toEqual([]);
    expect(JSON.stringify(decision)).not.toContain("hunter2");
  });

  it("denies what the client's own governance does not name", () => {
    const decision = decide(developmentAllow, request, { policy_binding_id: "x", allowed_actions: ["text.render"] });
    expect(decision).toMatchObject({ decision: "DENY", allowed_actions: [], removed_actions: ["image.analyze"] });
  });

  it("denies what the client's own governance removes, even beside `*`", () => {
    const decision = decide(developmentAllow, request, {
      policy_binding_id: "x",
      allowed_actions: ["*"],
      removed_actions: ["image.analyze"],
    });
    expect(decision.decision).toBe("DENY");
  });

  it("waits for a human where the client asks for one", () => {
    const decision = decide(developmentAllow, request, {
      policy_binding_id: "x",
      allowed_actions: ["*"],
      requires_hitl_for: ["image.analyze"],
    });
    expect(decision).toMatchObject({ decision: "HITL_REQUIRED", requires_hitl_for: ["image.analyze"] });
  });

  it("does not say that the client asked for a human where policy wants one itself", () => {
    const held = { decision: "HITL_REQUIRED", requires_hitl_for: ["image.analyze"], reasons: ["Ask."] } as const;
    const governance: typeof developmentAllow = {
      ...developmentAllow,
      decide: () => ({ ...decide(developmentAllow, request), ...held }),
    };
    const narrowing = { policy_binding_id: "x", allowed_actions: ["*"], requires_hitl_for: ["image.analyze"] };
    expect(decide(governance, request, narrowing)).toMatchObject({ decision: "HITL_REQUIRED", reasons: ["Ask."] });
    expect(decide(developmentAllow, request, narrowing).reasons.at(-1)).toContain("The request's own governance");
  });

  it("leaves the decision as it is where the client's governance allows the action", () => {
    const decision = decide(developmentAllow, request, { policy_binding_id: "x", allowed_actions: ["image.analyze"] });
    expect(decision).toEqual(decide(developmentAllow, request));
  });

  it("is never made laxer by what a client sends", () => {
    const strictness = ["ALLOW", "PARTIAL_ALLOW", "HITL_REQUIRED", "ESCALATE", "DENY"] as const;
    const actions = fc.array(fc.constantFrom("*", "image.analyze", "text.render"), { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.constantFrom(...strictness),
        actions,
        fc.option(actions, { nil: undefined }),
        fc.option(actions, { nil: undefined }),
        (policy, allowed_actions, removed_actions, requires_hitl_for) => {
          const before: GovernanceDecision = {
            decision: policy,
            policy_binding_id: "test",
            risk: "LOW",
            allowed_actions: policy === "DENY" ? [] : ["image.analyze"],
            reasons: [],
          };
          const after = decide({ decide: () => before }, request, {
            policy_binding_id: "client",
            allowed_actions,
            ...(removed_actions && { removed_actions }),
            ...(requires_hitl_for && { requires_hitl_for }),
          });
          expect(strictness.indexOf(after.decision)).toBeGreaterThanOrEqual(strictness.indexOf(policy));
          expect(before.allowed_actions).toEqual(expect.arrayContaining([...after.allowed_actions]));
        },
      ),
    );
  });
});

describe("governanceState", () => {
  it("carries what is attached to results, without reasons and risk", () => {
    const state = governanceState(decide(denyAll, request));
    expect(validators.ExecutionGovernanceState(state)).toEqual([]);
    expect(state).toEqual({
      policy_binding_id: "deny-all",
      allowed_actions: [],
      removed_actions: ["image.analyze"],
    });
  });
});

describe("decide and constraints", () => {
  const constraints = [{ code: "MAX_DURATION", scope: "action", args: { ms: 5 } }] as const;

  it("adds the capability's own, which makes it a part that is allowed", () => {
    expect(decide(developmentAllow, { ...request, constraints })).toMatchObject({
      decision: "PARTIAL_ALLOW",
      constraints,
      allowed_actions: ["image.analyze"],
    });
  });

  it("keeps a DENY a DENY, without constraints", () => {
    const decision = decide(denyAll, { ...request, constraints });
    expect(decision.decision).toBe("DENY");
    expect(decision).not.toHaveProperty("constraints");
  });

  it.each([
    ["an unknown code", [{ code: "NO_NETWORK", scope: "action" }]],
    ["more than there may be", Array.from({ length: 65 }, (_, ms) => ({ ...constraints[0], args: { ms: ms + 1 } }))],
  ] as const)("denies %s", (_, own) => {
    const decision = decide(developmentAllow, { ...request, constraints: own });
    expect(decision).toMatchObject({ decision: "DENY", allowed_actions: [], removed_actions: ["image.analyze"] });
  });

  it("denies a part that does not name the action", () => {
    const part: Governance = {
      decide: () => ({
        ...decide(developmentAllow, request),
        decision: "PARTIAL_ALLOW",
        allowed_actions: ["text.render"],
      }),
    };
    expect(decide(part, request).decision).toBe("DENY");
  });

  it("never lowers the risk that the capability declares", () => {
    const calm: Governance = { decide: () => ({ ...decide(developmentAllow, request), risk: "LOW" }) };
    expect(decide(calm, request).risk).toBe("HIGH");
  });

  it("denies whatever is no decision", () => {
    fc.assert(
      fc.property(fc.anything(), (garbage) => {
        const broken = { decide: () => garbage } as unknown as Governance;
        expect(decide(broken, request)).toMatchObject({ decision: "DENY", allowed_actions: [] });
      }),
    );
  });
});

describe("governanceHeaders", () => {
  it.each([
    ["ALLOW", "ALLOW", "false"],
    ["PARTIAL_ALLOW", "PARTIAL_ALLOW", "false"],
    ["HITL_REQUIRED", "HITL_REQUIRED", "true"],
    ["ESCALATE", "ESCALATION_REQUIRED", "true"],
    ["DENY", "DENY", "false"],
  ] as const)("%s is written %s", (decision, word, human) => {
    expect(governanceHeaders({ policy_binding_id: "development-allow", decision, risk: "HIGH" })).toEqual({
      "Orch-Policy-Binding": "development-allow",
      "Orch-Decision": word,
      "Orch-Risk-Level": "HIGH",
      "Orch-HITL-Required": human,
    });
  });
});
