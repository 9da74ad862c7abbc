import type { ExecutionGovernanceState } from "@oap/protocol";
import { actionName, type Governance, type GovernanceDecision, type GovernanceRequest } from "./governance.ts";

/**
 * Asks governance, and never fails open: a governance that throws is a DENY.
 *
 * `narrowing` is the `governance` that a client sent along. It can only take away: an action that it does not allow or
 * that it removes is denied, and one for which it requires a human waits for one. It never turns a DENY into anything else.
 *
 * Source: execution semantics; wire decisions, Exchange.
 */
export function decide(
  governance: Governance,
  request: GovernanceRequest,
  narrowing?: ExecutionGovernanceState,
): GovernanceDecision {
  const decision = ask(governance, request);
  return narrowing === undefined ? decision : narrow(decision, narrowing, actionName(request.target));
}

function ask(governance: Governance, request: GovernanceRequest): GovernanceDecision {
  try {
    return governance.decide(request);
  } catch {
    return {
      decision: "DENY",
      policy_binding_id: "evaluation-error",
      risk: request.risk,
      allowed_actions: [],
      removed_actions: [actionName(request.target)],
      reasons: ["Policy could not be evaluated, and what no policy allows is denied."],
    };
  }
}

function narrow(decision: GovernanceDecision, narrowing: ExecutionGovernanceState, action: string): GovernanceDecision {
  if (decision.decision === "DENY") return decision;
  if (!names(narrowing.allowed_actions, action) || names(narrowing.removed_actions, action)) {
    return {
      ...decision,
      decision: "DENY",
      allowed_actions: decision.allowed_actions.filter((allowed) => allowed !== action && allowed !== "*"),
      removed_actions: [...new Set([...(decision.removed_actions ?? []), action])],
      reasons: [...decision.reasons, `The request's own governance does not allow ${action}.`],
    };
  }
  if (names(narrowing.requires_hitl_for, action)) {
    return {
      ...decision,
      decision: decision.decision === "ESCALATE" ? "ESCALATE" : "HITL_REQUIRED",
      requires_hitl_for: [...new Set([...(decision.requires_hitl_for ?? []), action])],
      reasons: [...decision.reasons, `The request's own governance requires a human for ${action}.`],
    };
  }
  return decision;
}

function names(actions: readonly string[] | undefined, action: string): boolean {
  return actions !== undefined && (actions.includes(action) || actions.includes("*"));
}
