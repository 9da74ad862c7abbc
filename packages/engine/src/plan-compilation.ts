import { highestRisk } from "@oap/governance";
import type { CompiledPlan } from "@oap/plan";
import {
  type ControlPlaneExecutionStatus,
  type ControlPlanePlanCompileInput,
  type ControlPlanePlanCompileOutput,
  type ExecPlanSubmitParams,
  type ExecPlanSubmitResult,
  OapError,
  riskTierOfRiskLevel,
  type ValidationIssue,
} from "@oap/protocol";
import type { ExecutionRecord, PlanRecord, Store, StoreTransaction } from "@oap/store";
import type { Caller } from "./caller.ts";
import type { CompiledPlans } from "./compiled-plans.ts";
import type { CommandExchange } from "./exchanges.ts";
import { executionBeforeStart } from "./execution-before-start.ts";
import { journalExecutionEvent } from "./execution-events.ts";
import type { Clock } from "./ports.ts";
import { timestampOf } from "./timestamp.ts";

export interface PlanCompilationsOptions {
  readonly store: Store;
  readonly compiledPlans: CompiledPlans;
  readonly clock: Clock;
  /** `exec.plan.submit`: a draft takes the way of every plan. */
  readonly submit: (params: ExecPlanSubmitParams, caller: Caller) => Promise<ExecPlanSubmitResult>;
}

/** `controlPlane.plan.compile`: makes a drafted plan the plan of an execution. */
export class PlanCompilations {
  readonly #options: PlanCompilationsOptions;

  constructor(options: PlanCompilationsOptions) {
    this.#options = options;
  }

  /**
   * The same draft again is answered alike, and another one takes its place, as long as nothing was started.
   * Throws EXECUTION_NOT_FOUND, INTENT_NOT_FOUND, STATE_CONFLICT, PLANNER_UNAVAILABLE; INVALID_PLAN and ID_CONFLICT as `submit` does.
   */
  async compile(
    { executionId, intentId, draft }: ControlPlanePlanCompileInput,
    caller: Caller,
    { recorder }: CommandExchange = {},
  ): Promise<ControlPlanePlanCompileOutput> {
    const { store, compiledPlans } = this.#options;
    const intent = store.intent(intentId);
    const found = executionBeforeStart(store.execution(executionId), executionId);
    if (intent?.execution_id !== executionId) {
      const message =
        intent === undefined
          ? `There is no intent ${intentId}.`
          : `The intent ${intentId} is not the one of the execution ${executionId}.`;
      throw new OapError("INTENT_NOT_FOUND", { message });
    }
    assertNotRejected(found);
    if (draft === undefined) {
      throw new OapError("PLANNER_UNAVAILABLE", {
        message: "No planner is configured that could write the plan: send it as `draft`.",
      });
    }
    await this.#submit(draft, caller);
    const compiled = compiledPlans.of(draft.plan_id);
    return await store.transact((transaction) => {
      // Either may have changed while the draft was submitted.
      const execution = executionBeforeStart(transaction.execution(executionId), executionId);
      assertNotRejected(execution);
      const submitted = transaction.plan(draft.plan_id)!;
      if (execution.plan_id !== submitted.plan_id) this.#record(transaction, { execution, submitted, compiled });
      const output = {
        planId: submitted.plan_id,
        compiledAt: timestampOf(submitted.submitted_at),
        stepCount: compiled.steps.length,
        deterministicHash: compiled.hash,
      };
      recorder?.answered(transaction, output);
      return output;
    });
  }

  #record(
    transaction: StoreTransaction,
    { execution, submitted, compiled }: { execution: ExecutionRecord; submitted: PlanRecord; compiled: CompiledPlan },
  ): void {
    const { execution_id: executionId } = execution;
    const { plan_id: planId, status, submitted_at } = submitted;
    const at = this.#options.clock.now();
    transaction.putExecution({
      ...execution,
      plan_id: planId,
      status: statusOfPlan[status],
      risk_tier: riskTierOfRiskLevel[highestRisk("LOW", ...compiled.steps.map(({ risk }) => risk))],
      updated_at: at,
    });
    const stepCount = compiled.steps.length;
    journalExecutionEvent(transaction, "controlPlane.plan.compiled", at, {
      executionId,
      planId,
      compiledAt: timestampOf(submitted_at),
      stepCount,
    });
    if (status !== "REJECTED") return;
    journalExecutionEvent(transaction, "controlPlane.plan.rejected", at, {
      executionId,
      planId,
      rejectedAt: timestampOf(at),
    });
  }

  async #submit(plan: ExecPlanSubmitParams["plan"], caller: Caller): Promise<void> {
    try {
      await this.#options.submit({ plan }, caller);
    } catch (error) {
      throw error instanceof OapError && error.code === "INVALID_PLAN" ? ofDraft(error) : error;
    }
  }
}

const statusOfPlan: Readonly<Record<PlanRecord["status"], ControlPlaneExecutionStatus>> = {
  READY_FOR_EXECUTION: "compiled",
  PENDING_REVIEW: "awaiting_approval",
  REJECTED: "rejected",
};

/** A rejection is for good: what is wanted then is another intent. */
function assertNotRejected({ execution_id, status }: ExecutionRecord): void {
  if (status !== "rejected") return;
  throw new OapError("STATE_CONFLICT", {
    message: `The execution ${execution_id} was rejected, and that is for good: submit the intent again.`,
    details: { execution_id, status },
  });
}

/** The same error with its pointers into this operation's own params. */
function ofDraft(error: OapError): OapError {
  const issues = (error.details?.issues ?? []) as unknown as readonly ValidationIssue[];
  return new OapError("INVALID_PLAN", {
    message: error.message,
    details: {
      issues: issues.map((issue) => ({ ...issue, pointer: issue.pointer.replace("/params/plan", "/params/draft") })),
    },
    cause: error,
  });
}
