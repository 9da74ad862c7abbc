import type { PolicyDecision } from "@oap/protocol";

/** How strict each decision is: where several policies decide, the strictest holds. Source: wire decisions, Measured facts. */
export const strictness: Readonly<Record<PolicyDecision, number>> = {
  ALLOW: 0,
  PARTIAL_ALLOW: 1,
  HITL_REQUIRED: 2,
  ESCALATE: 3,
  DENY: 4,
};

export function strictest(first: PolicyDecision, ...others: readonly PolicyDecision[]): PolicyDecision {
  return others.reduce((strict, each) => (strictness[each] > strictness[strict] ? each : strict), first);
}

/** Whether a human's approval would let it pass. */
export function requiresHuman(decision: PolicyDecision): boolean {
  return decision === "HITL_REQUIRED" || decision === "ESCALATE";
}
