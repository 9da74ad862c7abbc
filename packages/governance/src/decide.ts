import { bounds, type ExecutionGovernanceState, type PolicyConstraint } from "@oap/protocol";
import { readConstraints } from "./constraint/read-constraints.ts";
import { unionOfConstraints } from "./constraint/union-of-constraints.ts";
import { actionName, denial, type Governance, type GovernanceDecision, type GovernanceRequest } from "./governance.ts";
import { highestRisk } from "./risk.ts";
import { requiresHuman, strictest, strictness } from "./strictness.ts";

/**
 * Asks governance, and never fails open: a governance that throws or answers nonsense is a DENY, and so is a constraint that
 * cannot be enforced. The capability's own constraints are added to those of policy, and its risk is never lowered.
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
  try {
    const action = actionName(request.target);
    const decision = constrain(checked(governance.decide(request), request), request.constraints ?? [], action);
    return narrowing === undefined ? decision : narrow(decision, narrowing, action);
  } catch {
    return denial({
      action: actionName(request.target),
      binding: "evaluation-error",
      risk: request.risk,
      reasons: ["Policy could not be evaluated, and what no policy allows is denied."],
    });
  }
}

/** Throws where the answer is no decision. */
function checked(decision: GovernanceDecision, { risk }: GovernanceRequest): GovernanceDecision {
  const { decision: word, policy_binding_id, allowed_actions, reasons } = decision;
  const whole = Array.isArray(allowed_actions) && Array.isArray(reasons) && policy_binding_id !== "";
  if (!Object.hasOwn(strictness, word) || typeof policy_binding_id !== "string" || !whole) {
    throw new TypeError("That is no decision.");
  }
  const highest = highestRisk(risk, decision.risk);
  return highest === decision.risk ? decision : { ...decision, risk: highest };
}

function constrain(decision: GovernanceDecision, own: readonly PolicyConstraint[], action: string): GovernanceDecision {
  if (decision.decision === "DENY") return decision;
  // A part that is allowed and does not include this action allows nothing of it.
  if (decision.decision === "PARTIAL_ALLOW" && !names(decision.allowed_actions, action)) {
    return refuse(decision, action, `Policy allows a part, and ${action} is not in it.`);
  }
  const constraints = unionOfConstraints(decision.constraints ?? [], own);
  if (constraints.length === 0) return decision;
  if (constraints.length > bounds.policyConstraintsMax) {
    return refuse(decision, action, `More than ${bounds.policyConstraintsMax} constraints come together.`);
  }
  const read = readConstraints(constraints);
  if (!read.ok) return refuse(decision, action, ...read.problems);
  return { ...decision, decision: strictest(decision.decision, "PARTIAL_ALLOW"), constraints };
}

function narrow(decision: GovernanceDecision, narrowing: ExecutionGovernanceState, action: string): GovernanceDecision {
  if (decision.decision === "DENY") return decision;
  if (!names(narrowing.allowed_actions, action) || names(narrowing.removed_actions, action)) {
    return refuse(decision, action, `The request's own governance does not allow ${action}.`);
  }
  if (names(narrowing.requires_hitl_for, action)) {
    return {
      ...decision,
      decision: strictest(decision.decision, "HITL_REQUIRED"),
      approver: decision.approver ?? "admin",
      requires_hitl_for: [...new Set([...(decision.requires_hitl_for ?? []), action])],
      // Where policy asks for a human itself, the request need not have asked for one.
      reasons: requiresHuman(decision.decision)
        ? decision.reasons
        : [...decision.reasons, `The request's own governance requires a human for ${action}.`],
    };
  }
  return decision;
}

function refuse(decision: GovernanceDecision, action: string, ...reasons: readonly string[]): GovernanceDecision {
  const { constraints: _constraints, approver: _approver, requires_hitl_for: _held, ...rest } = decision;
  return {
    ...rest,
    decision: "DENY",
    allowed_actions: decision.allowed_actions.filter((allowed) => allowed !== action && allowed !== "*"),
    removed_actions: [...new Set([...(decision.removed_actions ?? []), action])],
    reasons: [...decision.reasons, ...reasons],
  };
}

function names(actions: readonly string[] | undefined, action: string): boolean {
  return actions !== undefined && (actions.includes(action) || actions.includes("*"));
}
