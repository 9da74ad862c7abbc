import type { ApprovalRequest } from "@oap/protocol";
import type { GovernanceDecision } from "../governance.ts";
import { requiresHuman } from "../strictness.ts";
import type { ApprovalBinding } from "./approval.ts";

/**
 * The decision once a human has spoken: what waited for one is allowed, under its constraints, if the approval is for exactly this
 * `binding` and by somebody whose role suffices. Any other decision stays as it is; a DENY always does.
 *
 * Source: wire decisions, Measured facts.
 */
export function applyApproval(
  decision: GovernanceDecision,
  approval: ApprovalRequest | undefined,
  binding: Omit<ApprovalBinding, "policy_binding_id">,
): GovernanceDecision {
  if (!requiresHuman(decision.decision) || approval === undefined || !satisfies(decision, approval, binding)) {
    return decision;
  }
  const { requires_hitl_for, approver: _approver, ...rest } = decision;
  const approved = requires_hitl_for ?? [];
  return {
    ...rest,
    decision: (decision.constraints ?? []).length > 0 ? "PARTIAL_ALLOW" : "ALLOW",
    allowed_actions: [...new Set([...decision.allowed_actions, ...approved])],
    reasons: [...decision.reasons, `${approval.overridden_by ?? approval.reviewer} approved it.`],
  };
}

function satisfies(
  { policy_binding_id, approver = "admin" }: GovernanceDecision,
  approval: ApprovalRequest,
  binding: Omit<ApprovalBinding, "policy_binding_id">,
): boolean {
  const final = approval.state === "approved" || approval.state === "overridden";
  return (
    final &&
    approval.approved === true &&
    approval.policy_binding_id === policy_binding_id &&
    approval.invocation_id === binding.invocation_id &&
    approval.step_id === binding.step_id &&
    binding.input_hash !== undefined &&
    approval.input_hash === binding.input_hash &&
    (approval.required_role === approver || approval.required_role === "admin")
  );
}
