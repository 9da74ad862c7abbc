import {
  applyApproval,
  decide,
  enforceOnAttempt,
  type Governance,
  type GovernanceDecision,
  isKilled,
  type KillSwitches,
  killSwitchError,
  requiresHuman,
  violationError,
} from "@oap/governance";
import type { CompiledPlan, CompiledStep, RunCommand } from "@oap/plan";
import { canonicalHash } from "@oap/plan";
import type { ExecTarget, ExecutionErrorInfo, ExecutionGovernanceState, PolicyConstraint } from "@oap/protocol";
import type { RunRecord, StoreReads } from "@oap/store";
import { approvalRequestOf } from "./approval-records.ts";
import { governedContext } from "./caller.ts";
import { denialOf, refusalOf } from "./permission.ts";

export type StartAttempt = Extract<RunCommand, { type: "start_attempt" }>;

/** What becomes of an attempt that the machine issued. */
export type AttemptVerdict =
  | {
      readonly kind: "allowed";
      readonly decision: GovernanceDecision;
      /** How long it may take, as far as the constraints leave it. */
      readonly timeout_ms: number;
      /** What must hold of its output. */
      readonly constraints: readonly PolicyConstraint[];
    }
  | { readonly kind: "held"; readonly decision: GovernanceDecision; readonly input_hash: string }
  | { readonly kind: "refused"; readonly error: ExecutionErrorInfo; readonly decision?: GovernanceDecision };

export interface AttemptGateOptions {
  readonly governance: Governance;
  readonly killSwitches: () => KillSwitches;
}

/** The run and the step that an attempt belongs to. */
export interface GatedRun {
  readonly record: RunRecord;
  readonly plan: CompiledPlan;
  readonly step: CompiledStep;
}

/** Asked right before each attempt is made, whatever was decided before: kill switch, policy, approvals, constraints. */
export class AttemptGate {
  readonly #options: AttemptGateOptions;

  constructor(options: AttemptGateOptions) {
    this.#options = options;
  }

  /** `reads` are those of the transaction in which the verdict is written down. */
  judge({ record, plan, step }: GatedRun, command: StartAttempt, reads: StoreReads): AttemptVerdict {
    const { target, risk, idempotent, constraints: own } = step;
    const { caller } = record;
    const killed = this.refusal(record, target);
    if (killed !== undefined) return { kind: "refused", error: killed };

    const request = {
      caller,
      target,
      action: step.action,
      risk,
      idempotent,
      constraints: own,
      mode: record.mode,
      attempt: command.attempt,
      context: governedContext(caller),
      input: command.input,
      ...(record.plan_id !== undefined && { plan: { plan_id: record.plan_id, steps: plan.steps.length } }),
    };
    const asked = decide(this.#options.governance, request, narrowingOfRun(record));
    const input_hash = requiresHuman(asked.decision) ? canonicalHash(command.input) : "";
    const decision = this.#approved(asked, record, plan, command, input_hash, reads);
    if (requiresHuman(decision.decision)) return { kind: "held", decision, input_hash };
    if (decision.decision === "DENY") return { kind: "refused", error: denialOf(decision, target), decision };

    const constraints = decision.constraints ?? [];
    const enforced = enforceOnAttempt(constraints, {
      target,
      risk: decision.risk,
      idempotent,
      input: command.input,
      timeout_ms: command.timeout_ms,
    });
    if (!enforced.ok) return { kind: "refused", error: violationError(enforced.violation), decision };
    return { kind: "allowed", decision, timeout_ms: enforced.value, constraints };
  }

  /** What a kill switch says of an attempt, if one stops it now. */
  refusal({ caller }: RunRecord, target: ExecTarget): ExecutionErrorInfo | undefined {
    const killed = isKilled(this.#options.killSwitches(), { ...target, session_id: caller.session_id });
    return killed === undefined ? undefined : refusalOf(killSwitchError(killed));
  }

  /** An approval of this very attempt counts, and so does one of the whole plan under the same policies. */
  #approved(
    decision: GovernanceDecision,
    { invocation_id, plan_id }: RunRecord,
    plan: CompiledPlan,
    { step_id }: StartAttempt,
    input_hash: string,
    reads: StoreReads,
  ): GovernanceDecision {
    if (!requiresHuman(decision.decision)) return decision;
    const ofStep = reads.approvalsOfRun(invocation_id, step_id).map((approval) => ({
      approval,
      binding: { invocation_id, step_id, input_hash },
    }));
    const ofPlan = (plan_id === undefined ? [] : reads.approvalsOfPlan(plan_id)).map((approval) => ({
      approval,
      binding: { input_hash: plan.hash },
    }));
    for (const { approval, binding } of [...ofStep, ...ofPlan]) {
      const applied = applyApproval(decision, approvalRequestOf(approval), binding);
      if (applied !== decision) return applied;
    }
    return decision;
  }
}

/** What was taken away when the run was accepted stays taken away, whatever policy says meanwhile; also when it is tried again. */
export function narrowingOfRun({ governance }: RunRecord): ExecutionGovernanceState | undefined {
  if (governance?.removed_actions === undefined && governance?.requires_hitl_for === undefined) return undefined;
  return { ...governance, allowed_actions: ["*"] };
}
