import { describe, expect, test } from "vitest";
import { ExecutionState } from "../execution/execution-state.ts";
import { orchDecisionHeader } from "../governance/orch-decision-header.ts";
import { orchDecisionOfPolicyDecision } from "../governance/orch-decision-of-policy-decision.ts";
import { PolicyDecision } from "../governance/policy-decision.ts";
import { RiskLevel } from "../governance/risk-level.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";
import { ControlPlaneRiskTier } from "./control-plane-risk-tier.ts";
import { ControlPlaneVerdict } from "./control-plane-verdict.ts";
import { executionStateOfExecutionStatus } from "./execution-state-of-execution-status.ts";
import { riskTierOfRiskLevel } from "./risk-tier-of-risk-level.ts";
import { verdictOfPolicyDecision } from "./verdict-of-policy-decision.ts";

const valuesOf = ({ schema }: { schema: unknown }) => (schema as { enum: readonly string[] }).enum;
const tables = [
  { table: orchDecisionOfPolicyDecision, from: PolicyDecision, to: orchDecisionHeader },
  { table: riskTierOfRiskLevel, from: RiskLevel, to: ControlPlaneRiskTier },
  { table: verdictOfPolicyDecision, from: PolicyDecision, to: ControlPlaneVerdict },
  { table: executionStateOfExecutionStatus, from: ControlPlaneExecutionStatus, to: ExecutionState },
];

describe.each(tables)("$table.name", ({ table, from, to }) => {
  test("maps every value, each to a value of the other vocabulary, and reaches all of them", () => {
    expect(Object.keys(table.value).sort()).toEqual([...valuesOf(from)].sort());
    expect([...new Set(Object.values(table.value))].sort()).toEqual([...valuesOf(to)].sort());
  });
});

test("the header writes ESCALATE as ESCALATION_REQUIRED and every other decision as it is", () => {
  const { ESCALATE, ...others } = orchDecisionOfPolicyDecision.value;
  expect(ESCALATE).toBe("ESCALATION_REQUIRED");
  for (const [decision, written] of Object.entries(others)) expect(written).toBe(decision);
});

test("a paused execution is shown as RUNNING by exec.*", () => {
  expect(executionStateOfExecutionStatus.value.paused).toBe("RUNNING");
});
