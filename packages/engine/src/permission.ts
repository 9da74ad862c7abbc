import {
  actionName,
  decide,
  type Governance,
  type GovernanceDecision,
  governanceState,
  requiresHuman,
  riskLevels,
  strictness,
  unionOfConstraints,
} from "@oap/governance";
import type { CompiledPlan, CompiledStep } from "@oap/plan";
import {
  bounds,
  type ExecTarget,
  type ExecutionErrorInfo,
  type ExecutionGovernanceState,
  type ExecutionMode,
  type JsonObject,
  type JsonValue,
  OapError,
  type PolicyConstraint,
  type RiskLevel,
} from "@oap/protocol";
import { type Caller, governedContext } from "./caller.ts";

/** What governance says of all steps of a plan together. */
export interface Permission {
  /** `held`: a human must approve first. */
  readonly verdict: "allowed" | "held" | "denied";
  /** Attached to results. */
  readonly state: ExecutionGovernanceState;
  /** The decision that weighs most. */
  readonly decisive: GovernanceDecision;
  /** Those of all steps together. */
  readonly constraints: readonly PolicyConstraint[];
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
  about: PermissionContext = {},
): Permission {
  const decisions = distinctActions(plan).map((step) => decideStep(governance, caller, plan, step, about));
  const decisive = decisions.reduce((weightiest, each) =>
    strictness[each.decision] > strictness[weightiest.decision] ? each : weightiest,
  );
  const risk = riskLevels.findLast((level) => decisions.some((decision) => decision.risk === level)) ?? decisive.risk;
  return {
    verdict: requiresHuman(decisive.decision) ? "held" : decisive.decision === "DENY" ? "denied" : "allowed",
    state: mergedState(decisions, decisive),
    decisive,
    constraints: unionOfConstraints(...decisions.map(({ constraints = [] }) => constraints)),
    risk,
  };
}

/** What is known about a plan beside its steps when governance is asked. */
export interface PermissionContext {
  readonly plan_id?: string | undefined;
  readonly mode?: ExecutionMode | undefined;
  /** The input of an invocation. A plan's inputs are made as it runs. */
  readonly input?: JsonValue | undefined;
  readonly narrowing?: ExecutionGovernanceState | undefined;
}

/** A denial as the end of a step. */
export function denialOf(decision: GovernanceDecision, target: ExecTarget): ExecutionErrorInfo {
  const message = denialMessage(decision, actionName(target));
  return {
    reason: "POLICY_DENIED",
    message,
    details: denialDetails(decision),
    underlying_error: { code: "POLICY_DENIED", message, retryable: false },
  };
}

/** A refusal that has a code of its own, such as a kill switch's, as the end of a step. */
export function refusalOf(error: OapError): ExecutionErrorInfo {
  return {
    reason: "POLICY_DENIED",
    message: error.message,
    ...(error.details && { details: error.details }),
    underlying_error: error.toOrchError(),
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

function decideStep(
  governance: Governance,
  caller: Caller,
  plan: CompiledPlan,
  { target, action, risk, idempotent, constraints }: CompiledStep,
  { plan_id, mode, input, narrowing }: PermissionContext,
): GovernanceDecision {
  const context = governedContext(caller);
  const request = { caller, target, action, risk, idempotent, constraints, mode, context, input };
  return decide(
    governance,
    plan_id === undefined ? request : { ...request, plan: { plan_id, steps: plan.steps.length } },
    narrowing,
  );
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
