import type { Governance, GovernanceDecision, GovernanceRequest, OperationRequest } from "@oap/governance";
import type { Telemetry } from "@oap/telemetry";

/** The same governance, each of whose decisions is counted. */
export function watchedGovernance(
  governance: Required<Governance>,
  telemetry: Pick<Telemetry, "policyDecided">,
): Required<Governance> {
  const counted = (decided: GovernanceDecision): GovernanceDecision => {
    telemetry.policyDecided(decided.decision);
    return decided;
  };
  return {
    decide: (request: GovernanceRequest) => counted(governance.decide(request)),
    decideOperation: (request: OperationRequest) => counted(governance.decideOperation(request)),
  };
}
