import type { CompiledPlan } from "@oap/plan";
import {
  type ControlPlaneExecutionStatus,
  type ControlPlanePlanVerifyInput,
  type ControlPlanePlanVerifyOutput,
  type ControlPlaneVerdict,
  OapError,
  riskTierOfRiskLevel,
  verdictOfPolicyDecision,
} from "@oap/protocol";
import type { ExecutionRecord, PlanRecord, Store, StoreReads, StoreTransaction } from "@oap/store";
import type { Caller } from "./caller.ts";
import type { CompiledPlans } from "./compiled-plans.ts";
import type { CommandExchange } from "./exchanges.ts";
import { executionBeforeStart } from "./execution-before-start.ts";
import { journalExecutionEvent } from "./execution-events.ts";
import type { Permission } from "./permission.ts";
import { policyReasons } from "./policy-reasons.ts";
import type { Clock } from "./ports.ts";
import { timestampOf } from "./timestamp.ts";

/** Asks governance about all steps of a plan together, on behalf of a caller, and starts nothing. */
export type Permit = (caller: Caller, plan: CompiledPlan) => Permission;

export interface PlanVerificationsOptions {
  readonly store: Store;
  readonly compiledPlans: CompiledPlans;
  readonly clock: Clock;
  readonly permit: Permit;
  /** Opens the request for a human where the plan needs one that nobody was asked for yet, in the transaction of the verdict. */
  readonly requestApproval?: (transaction: StoreTransaction, held: HeldPlan) => void;
}

/** A plan that policy lets run only if a human approves it. */
export interface HeldPlan {
  readonly planId: string;
  readonly compiled: CompiledPlan;
  readonly permission: Permission;
  readonly caller: Caller;
}

/** `controlPlane.plan.verify`: what policy says of a plan before it is started, for whoever asks. */
export class PlanVerifications {
  readonly #options: PlanVerificationsOptions;

  constructor(options: PlanVerificationsOptions) {
    this.#options = options;
  }

  /**
   * Asks policy about every step, and records in the execution what came of it. What the plan's submission or a human decided holds
   * on: a plan that was rejected stays blocked, one that waits for a human still does, and one that was approved under these very
   * policies need not be again. Throws EXECUTION_NOT_FOUND, PLAN_NOT_FOUND, STATE_CONFLICT.
   */
  async verify(
    { executionId, planId, policyVersion }: ControlPlanePlanVerifyInput,
    caller: Caller,
    { recorder }: CommandExchange = {},
  ): Promise<ControlPlanePlanVerifyOutput> {
    const { store, compiledPlans, clock, permit, requestApproval } = this.#options;
    executionBeforeStart(store.execution(executionId), executionId);
    if (store.plan(planId) === undefined) {
      throw new OapError("PLAN_NOT_FOUND", { message: `There is no plan ${planId}; submit or compile it first.` });
    }
    const compiled = compiledPlans.of(planId);
    const permission = permit(caller, compiled);
    const inForce = permission.decisive.policy_binding_id;
    if (policyVersion !== undefined && policyVersion !== inForce) {
      throw new OapError("STATE_CONFLICT", {
        message: `The policies ${policyVersion} are not in force; those in force are ${inForce}.`,
        details: { policy_version: policyVersion, in_force: inForce },
      });
    }
    return await store.transact((transaction) => {
      const execution = executionBeforeStart(transaction.execution(executionId), executionId);
      assertPlanOf(execution, planId);
      const plan = transaction.plan(planId)!;
      const found = findings(transaction, { execution, plan, compiled, permission });
      const isAsked = transaction.approvalsOfPlan(planId).some(({ state }) => state === "pending");
      if (found.requiresApproval && !isAsked) requestApproval?.(transaction, { planId, compiled, permission, caller });
      const verifiedAt = clock.now();
      if (found.verdict === "blocked" && execution.status !== "rejected") {
        journalExecutionEvent(transaction, "controlPlane.plan.rejected", verifiedAt, {
          executionId,
          planId,
          rejectedAt: timestampOf(verifiedAt),
          ...(found.blockedReasons === undefined ? {} : { reasons: found.blockedReasons }),
        });
      }
      transaction.putExecution({
        ...execution,
        plan_id: planId,
        status: statusOfVerdict[found.verdict],
        risk_tier: riskTierOfRiskLevel[permission.risk],
        updated_at: verifiedAt,
      });
      const output = { ...found, verifiedAt: timestampOf(verifiedAt) };
      recorder?.answered(transaction, output);
      return output;
    });
  }
}

const statusOfVerdict: Readonly<Record<ControlPlaneVerdict, ControlPlaneExecutionStatus>> = {
  autonomous: "ready",
  assist: "awaiting_approval",
  blocked: "rejected",
};

interface Verified {
  readonly execution: ExecutionRecord;
  readonly plan: PlanRecord;
  readonly compiled: CompiledPlan;
  readonly permission: Permission;
}

function findings(reads: StoreReads, verified: Verified): Omit<ControlPlanePlanVerifyOutput, "verifiedAt"> {
  const { execution, plan, permission } = verified;
  const decided = verdictOfPolicyDecision[permission.decisive.decision];
  const reasons = [
    ...(decided === "blocked" ? reasonsOf(permission) : []),
    ...(plan.status === "REJECTED" ? [`The plan ${plan.plan_id} was rejected, and that is for good.`] : []),
    ...(execution.status === "rejected"
      ? [`The execution ${execution.execution_id} was rejected, and that is for good.`]
      : []),
  ];
  if (reasons.length > 0) {
    return { verdict: "blocked", requiresApproval: false, blockedReasons: policyReasons(reasons) };
  }
  const waits = plan.status === "PENDING_REVIEW" || (decided === "assist" && !isApproved(reads, verified));
  return waits ? { verdict: "assist", requiresApproval: true } : { verdict: "autonomous", requiresApproval: false };
}

/** Whether a human said yes to this very plan under these very policies. */
function isApproved(reads: StoreReads, { plan, compiled, permission }: Verified): boolean {
  return reads
    .approvalsOfPlan(plan.plan_id)
    .some(
      ({ state, approved, policy_binding_id, input_hash }) =>
        (state === "approved" || state === "overridden") &&
        approved === true &&
        policy_binding_id === permission.decisive.policy_binding_id &&
        input_hash === compiled.hash,
    );
}

/** Policy's own sentences, and the actions that it denies. */
function reasonsOf({ decisive, state }: Permission): readonly string[] {
  const denied = (state.removed_actions ?? []).map((action) => `Policy denies ${action}.`);
  const reasons = [...decisive.reasons, ...denied];
  return reasons.length > 0 ? reasons : ["Policy denies it."];
}

/** A plan can be verified for an execution that has none yet, since it can be started so too. */
function assertPlanOf({ execution_id, plan_id }: ExecutionRecord, planId: string): void {
  if (plan_id === undefined || plan_id === planId) return;
  throw new OapError("STATE_CONFLICT", {
    message: `The execution ${execution_id} has the plan ${plan_id}; verify that one.`,
    details: { execution_id, plan_id },
  });
}
