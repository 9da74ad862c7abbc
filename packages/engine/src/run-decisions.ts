import { highestRisk } from "@oap/governance";
import type { CompiledPlan } from "@oap/plan";
import type { ControlPlaneEvidenceDecision, OperationKey, RiskLevel } from "@oap/protocol";
import type { ApprovalRecord, LedgerRecord, RunRecord } from "@oap/store";
import { policyReasons } from "./policy-reasons.ts";
import type { RunEvidence } from "./run-evidence.ts";
import { timestampOf } from "./timestamp.ts";

export interface DecidedRun {
  readonly run: RunRecord;
  readonly plan: CompiledPlan;
  /** The ledger's entries about the run, in its order. */
  readonly entries: readonly LedgerRecord[];
  /** All requests for a human about the run. */
  readonly approvals: readonly ApprovalRecord[];
  readonly evidence: RunEvidence;
}

/** Under this name the ledger records what was decided about each attempt. */
const attemptJudged: OperationKey = "policy.evaluate";

/**
 * What policy decided about a run and its attempts, in order. The ledger has it, without the steps and the reasons, which are added from
 * the journal and the requests for a human. Where retention has taken the ledger's entries, it is told as far as the others know.
 */
export function runDecisions(decided: DecidedRun): readonly ControlPlaneEvidenceDecision[] {
  const recorded = fromLedger(decided);
  if (recorded.length > 0) return recorded;
  const { run, plan, approvals, evidence } = decided;
  return [...ofAcceptance(run, plan), ...approvals.flatMap(ofRequest), ...evidence.denials].sort(
    (left, right) => Date.parse(left.decidedAt) - Date.parse(right.decidedAt),
  );
}

function fromLedger({ plan, entries, approvals, evidence }: DecidedRun): ControlPlaneEvidenceDecision[] {
  const issued = [...evidence.issued];
  const denials = [...evidence.denials];
  return entries.flatMap(({ entry }) => {
    const { decision, policy_ref, risk = declaredRisk(plan), timestamp, input_ref, envelope_type } = entry;
    // Attempts are judged in the order in which they were issued, each with the hash of its input.
    const place = envelope_type === attemptJudged ? issued.findIndex(({ inputHash }) => inputHash === input_ref) : -1;
    const stepId = place < 0 ? undefined : issued.splice(0, place + 1)[place]?.stepId;
    // A kill switch refuses without asking policy.
    if (decision === undefined || policy_ref === undefined) return [];
    const denied = decision === "DENY" ? denials.findIndex((denial) => denial.stepId === stepId) : -1;
    const reasons =
      denied < 0
        ? reasonsOfRequest(approvals, stepId, input_ref, decision)
        : (denials.splice(denied, 1)[0]?.reasons ?? []);
    return [
      {
        ...(stepId === undefined ? {} : { stepId }),
        decision,
        policyBindingId: policy_ref,
        risk,
        ...(reasons.length === 0 ? {} : { reasons }),
        decidedAt: timestamp,
      },
    ];
  });
}

function reasonsOfRequest(
  approvals: readonly ApprovalRecord[],
  stepId: string | undefined,
  inputHash: string,
  decision: ControlPlaneEvidenceDecision["decision"],
): string[] {
  if (decision !== "HITL_REQUIRED" && decision !== "ESCALATE") return [];
  const request = approvals.find(({ step_id, input_hash }) => step_id === stepId && input_hash === inputHash);
  return request === undefined ? [] : policyReasons([request.reason]);
}

function ofAcceptance(
  { governance, accepted_at }: RunRecord,
  plan: CompiledPlan,
): readonly ControlPlaneEvidenceDecision[] {
  if (governance === undefined) return [];
  const isHeld = (governance.requires_hitl_for ?? []).length > 0;
  return [
    {
      decision: isHeld ? "HITL_REQUIRED" : "ALLOW",
      policyBindingId: governance.policy_binding_id,
      risk: declaredRisk(plan),
      decidedAt: timestampOf(accepted_at),
    },
  ];
}

/** A request that names policies was made by them; one that a caller made on their own account was no decision of policy. */
function ofRequest(approval: ApprovalRecord): readonly ControlPlaneEvidenceDecision[] {
  const { step_id, policy_binding_id, risk = "LOW", reason, requested_at } = approval;
  if (policy_binding_id === undefined) return [];
  return [
    {
      ...(step_id === undefined ? {} : { stepId: step_id }),
      decision: "HITL_REQUIRED",
      policyBindingId: policy_binding_id,
      risk,
      reasons: policyReasons([reason]),
      decidedAt: timestampOf(requested_at),
    },
  ];
}

function declaredRisk({ steps }: CompiledPlan): RiskLevel {
  return highestRisk("LOW", ...steps.map(({ risk }) => risk));
}
