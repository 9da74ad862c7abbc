import { orchDecisionOfPolicyDecision } from "@oap/protocol";
import type { GovernanceDecision } from "./governance.ts";
import { requiresHuman } from "./strictness.ts";

/** The response headers that say what governance decided. */
export function governanceHeaders({
  policy_binding_id,
  decision,
  risk,
}: Pick<GovernanceDecision, "policy_binding_id" | "decision" | "risk">): Readonly<Record<string, string>> {
  return {
    "Orch-Policy-Binding": policy_binding_id,
    "Orch-Decision": orchDecisionOfPolicyDecision[decision],
    "Orch-Risk-Level": risk,
    "Orch-HITL-Required": String(requiresHuman(decision)),
  };
}
