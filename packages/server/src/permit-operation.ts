import type { Governance, OperationRequest } from "@oap/governance";
import { OapError } from "@oap/protocol/errors";

/**
 * Asks policy about the operation itself; about the work that it starts, the engine asks. An operation neither waits for a
 * human nor has work that a constraint could bind, so whatever is not a plain ALLOW is refused.
 * @throws OapError POLICY_DENIED
 */
export function permitOperation(governance: Governance, request: OperationRequest): void {
  const decision = governance.decideOperation?.(request);
  if (decision?.decision === "ALLOW") return;
  const { operation } = request;
  throw new OapError("POLICY_DENIED", {
    message: `Policy does not allow ${request.caller.id} the operation \`${operation}\`.`,
    details: { operation, reasons: [...(decision?.reasons ?? [])] },
    governance: {
      decision: "DENY",
      hitl_required: false,
      ...(decision && { policy_binding_id: decision.policy_binding_id, risk: decision.risk }),
    },
  });
}
