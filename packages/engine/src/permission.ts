import { actionName, decide, type Governance, type GovernanceDecision, governanceState } from "@oap/governance";
import type { CompiledPlan, CompiledStep } from "@oap/plan";
import {
  bounds,
  type ExecutionErrorInfo,
  type ExecutionGovernanceState,
  type JsonObject,
  OapError,
  type PolicyDecision,
  type RiskLevel,
} from "@oap/protocol";
import type { Caller } from "./caller.ts";

/** What governance says of all steps of a plan together. */
export interface Permission {
  /** `held`: a human would have to approve first. */
  readonly verdict: "allowed" | "held" | "denied";
  /** Attached to results. */
  readonly state: ExecutionGovernanceState;
  /** The decision that weighs most. */
  readonly decisive: GovernanceDecision;
  /** The highest of all steps. */
  readonly risk: RiskLevel;
}

/**
 * Asks governance for every step, once for each distinct action. The weightiest decision holds for the whole:
 * DENY > ESCALATE > HITL_REQUIRED > PARTIAL_ALLOW > ALLOW. `narrowing` can only take away.
 */
export function permission(
  governance: Governance,
  caller: Caller,
  plan: CompiledPlan,
  narrowing?: ExecutionGovernanceState,
): Permission {
  const decisions = distinctActions(plan).map((step) => decideStep(governance, caller, step, narrowing));
  const decisive = decisions.reduce((weightiest, each) =>
    weightOf[each.decision] > weightOf[weightiest.decision] ? each : weightiest,
  );
  const risk = risks.findLast((level) => decisions.some((decision) => decision.risk === level)) ?? decisive.risk;
  return { verdict: verdictOf(decisive.decision), state: mergedState(decisions, decisive), decisive, risk };
}

/** Why the attempt must not be made, if so. What a human would have to approve is not made either. */
export function denialOfAttempt(
  governance: Governance,
  caller: Caller,
  step: CompiledStep,
): ExecutionErrorInfo | undefined {
  const decision = decideStep(governance, caller, step);
  if (verdictOf(decision.decision) === "allowed") return undefined;
  const message = denialMessage(decision, actionName(step.target));
  return {
    reason: "POLICY_DENIED",
    message,
    details: denialDetails(decision),
    underlying_error: { code: "POLICY_DENIED", message, retryable: false },
  };
}

/** The error of an exchange that started nothing because of policy; it becomes a GovernanceError on the wire. */
export function policyDenied({ decisive, state }: Permission, plan: CompiledPlan): OapError {
  const refused = [...(state.removed_actions ?? []), ...(state.requires_hitl_for ?? [])];
  const action = refused[0] ?? actionName(plan.steps[0]!.target);
  const { reasons, ...governance } = denialDetails(decisive);
  return new OapError("POLICY_DENIED", { message: denialMessage(decisive, action), details: { reasons }, governance });
}

/** A plan's `governance_hint` as a narrowing: the members that it shares with ExecutionGovernanceState count. */
export function narrowingOf(hint: JsonObject | undefined): ExecutionGovernanceState | undefined {
  if (hint === undefined) return undefined;
  const removed = strings(hint.removed_actions);
  const held = strings(hint.requires_hitl_for);
  return {
    policy_binding_id: "governance-hint",
    allowed_actions: strings(hint.allowed_actions) ?? ["*"],
    ...(removed === undefined ? {} : { removed_actions: removed }),
    ...(held === undefined ? {} : { requires_hitl_for: held }),
  };
}

/** Ascending. */
const risks: readonly RiskLevel[] = ["LOW", "MEDIUM", "HIGH", "CRITICAL"];

const weightOf: Readonly<Record<PolicyDecision, number>> = {
  ALLOW: 0,
  PARTIAL_ALLOW: 1,
  HITL_REQUIRED: 2,
  ESCALATE: 3,
  DENY: 4,
};

function decideStep(
  governance: Governance,
  caller: Caller,
  { target, action, risk }: CompiledStep,
  narrowing?: ExecutionGovernanceState,
): GovernanceDecision {
  const decision = decide(governance, { caller, target, action, risk }, narrowing);
  const name = actionName(target);
  // A part that is allowed and does not include this action allows nothing of it.
  if (decision.decision !== "PARTIAL_ALLOW" || decision.allowed_actions.some((each) => each === name || each === "*")) {
    return decision;
  }
  return { ...decision, decision: "DENY", removed_actions: [...(decision.removed_actions ?? []), name] };
}

function distinctActions(plan: CompiledPlan): readonly CompiledStep[] {
  const steps = new Map<string, CompiledStep>();
  for (const step of plan.steps) {
    const key = JSON.stringify([step.target.module_id, step.target.capability, step.target.version, step.action]);
    if (!steps.has(key)) steps.set(key, step);
  }
  return [...steps.values()];
}

function mergedState(decisions: readonly GovernanceDecision[], decisive: GovernanceDecision): ExecutionGovernanceState {
  const only = decisions.length === 1 ? decisions[0] : undefined;
  if (only !== undefined) return governanceState(only);
  const removed = union(decisions.map((decision) => decision.removed_actions));
  const held = union(decisions.map((decision) => decision.requires_hitl_for));
  return {
    policy_binding_id: decisive.policy_binding_id,
    allowed_actions: union(decisions.map((decision) => decision.allowed_actions)),
    ...(removed.length === 0 ? {} : { removed_actions: removed }),
    ...(held.length === 0 ? {} : { requires_hitl_for: held }),
  };
}

function union(lists: readonly (readonly string[] | undefined)[]): string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))].slice(0, bounds.governedActionsMax);
}

function verdictOf(decision: PolicyDecision): Permission["verdict"] {
  if (decision === "ALLOW" || decision === "PARTIAL_ALLOW") return "allowed";
  return decision === "DENY" ? "denied" : "held";
}

function denialMessage({ decision }: GovernanceDecision, action: string): string {
  return decision === "DENY"
    ? `Policy denies ${action}.`
    : `Policy wants a human to approve ${action} first, and nobody has.`;
}

function denialDetails({ decision, policy_binding_id, risk, reasons }: GovernanceDecision) {
  return {
    decision,
    policy_binding_id,
    risk,
    hitl_required: decision !== "DENY",
    reasons: reasons.slice(0, bounds.policyReasonsMax),
  };
}

function strings(value: JsonObject[string] | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}
