import { readdirSync, readFileSync } from "node:fs";
import { type OperationKey, operations, type PolicyContext, type PolicyDecision, type RiskLevel } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { decide } from "../decide.ts";
import { compilePolicySet } from "./compile-policy-set.ts";
import { PolicyGovernance } from "./policy-governance.ts";
import { defaultPolicyFolder, readPolicyFolder } from "./policy-sources.ts";

const sources = await readPolicyFolder({
  names: async () => readdirSync(defaultPolicyFolder),
  read: async (name) => readFileSync(new URL(name, defaultPolicyFolder), "utf8"),
});
const compilation = compilePolicySet(sources);
if (!compilation.ok) throw new Error(JSON.stringify(compilation.issues));
const governance = new PolicyGovernance({ policySet: compilation.policySet });

type Roles = ("user" | "admin")[];

describe("the default policies", () => {
  it("compile without a warning, and can be read in a minute", () => {
    expect(compilation.policySet.warnings).toEqual([]);
    const words = Object.values(sources.files).join(" ").split(/\s+/).length;
    expect(words).toBeLessThan(350);
  });

  it.each<[Roles, RiskLevel, PolicyDecision]>([
    [["user"], "LOW", "ALLOW"],
    [["user"], "MEDIUM", "ALLOW"],
    [["user"], "HIGH", "HITL_REQUIRED"],
    [["user"], "CRITICAL", "DENY"],
    [["admin"], "LOW", "ALLOW"],
    [["admin"], "MEDIUM", "ALLOW"],
    [["admin"], "HIGH", "HITL_REQUIRED"],
    [["admin"], "CRITICAL", "ESCALATE"],
    [["user", "admin"], "CRITICAL", "ESCALATE"],
    [[], "LOW", "DENY"],
    [[], "CRITICAL", "DENY"],
  ])("%j with risk %s: %s", (roles, risk, expected) => {
    const decision = decide(governance, {
      caller: { id: "somebody", roles },
      target: { module_id: "image", capability: "analyze", version: "1.0.0" },
      risk,
    });
    expect(decision.decision).toBe(expected);
    expect(decision.approver).toBe(expected === "HITL_REQUIRED" || expected === "ESCALATE" ? "admin" : undefined);
  });

  it.each<[PolicyContext["data_sensitivity"], PolicyDecision]>([
    [undefined, "PARTIAL_ALLOW"],
    ["public", "PARTIAL_ALLOW"],
    ["internal", "PARTIAL_ALLOW"],
    ["restricted", "DENY"],
    ["health", "DENY"],
    ["classified", "DENY"],
  ])("fetching with data that is %s: %s", (data_sensitivity, expected) => {
    const decision = decide(governance, {
      caller: { id: "somebody", roles: ["user"] },
      target: { module_id: "http", capability: "fetch", version: "1.0.0" },
      risk: "MEDIUM",
      ...(data_sensitivity && { context: { data_sensitivity } }),
    });
    expect(decision.decision).toBe(expected);
    expect(decision.rules_fired).toContain(expected === "DENY" ? "sensitive-data-stays-here" : "fetching-is-short");
  });

  it("agree with every operation about who may use it", () => {
    const allowed = (roles: Roles, operation: OperationKey): boolean =>
      governance.decideOperation({ caller: { id: "somebody", roles }, operation }).decision === "ALLOW";
    for (const { key, auth } of Object.values(operations)) {
      expect([key, allowed([], key), allowed(["user"], key), allowed(["admin"], key)]).toEqual([
        key,
        auth === "anonymous",
        auth !== "admin",
        true,
      ]);
    }
  });
});
