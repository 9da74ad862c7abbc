import {
  type ControlPlaneExecutionApproveInput,
  type ControlPlaneExecutionApproveOutput,
  type ControlPlaneExecutionCancelInput,
  type ControlPlaneExecutionCancelOutput,
  type ControlPlaneExecutionPauseInput,
  type ControlPlaneExecutionPauseOutput,
  type ControlPlaneExecutionRejectInput,
  type ControlPlaneExecutionRejectOutput,
  type ControlPlaneExecutionResumeInput,
  type ControlPlaneExecutionResumeOutput,
  type JsonObject,
  OapError,
} from "@oap/protocol";
import type { ApprovalRecord, ExecutionRecord, Store, StoreTransaction } from "@oap/store";
import { assertActsAs } from "./acts-as.ts";
import type { Approvals } from "./approvals.ts";
import type { Caller } from "./caller.ts";
import type { CommandExchange } from "./exchanges.ts";
import type { JobService, StoredJob } from "./job-service.ts";
import type { Clock } from "./ports.ts";
import { timestampOf } from "./timestamp.ts";

export interface ExecutionControlOptions {
  readonly store: Store;
  readonly jobs: JobService;
  readonly approvals: Approvals;
  readonly clock: Clock;
}

/** What operators do to executions that are under way: `controlPlane.execution.approve`, `reject`, `pause`, `resume` and `cancel`. */
export class ExecutionControl {
  readonly #options: ExecutionControlOptions;

  constructor(options: ExecutionControlOptions) {
    this.#options = options;
  }

  async approve(
    { executionId, stepId, approvedBy, note }: ControlPlaneExecutionApproveInput,
    caller: Caller,
    exchange: CommandExchange = {},
  ): Promise<ControlPlaneExecutionApproveOutput> {
    assertActsAs(caller, approvedBy, "approvedBy");
    const decision = { approve: true, reviewer: approvedBy, ...(note !== undefined && { comments: note }) };
    return await this.#decide({ executionId, stepId }, decision, caller, exchange, (approval) => {
      return { executionId, stepId, status: "approved" as const, approvedAt: this.#decidedAt(approval) };
    });
  }

  async reject(
    { executionId, stepId, rejectedBy, reason }: ControlPlaneExecutionRejectInput,
    caller: Caller,
    exchange: CommandExchange = {},
  ): Promise<ControlPlaneExecutionRejectOutput> {
    assertActsAs(caller, rejectedBy, "rejectedBy");
    const decision = { approve: false, reviewer: rejectedBy, comments: reason };
    return await this.#decide({ executionId, stepId }, decision, caller, exchange, (approval) => {
      return { executionId, stepId, status: "rejected" as const, rejectedAt: this.#decidedAt(approval) };
    });
  }

  async pause(
    { runId, pausedBy }: ControlPlaneExecutionPauseInput,
    caller: Caller,
    { recorder }: CommandExchange = {},
  ): Promise<ControlPlaneExecutionPauseOutput> {
    assertActsAs(caller, pausedBy, "pausedBy");
    const answer = { runId, status: "paused" as const, pausedAt: this.#now() };
    await this.#options.jobs.pauseJob(this.#job(runId), (transaction) => {
      recorder?.answered(transaction, answer);
    });
    return answer;
  }

  async resume(
    { runId, resumedBy }: ControlPlaneExecutionResumeInput,
    caller: Caller,
    { recorder, telemetry }: CommandExchange = {},
  ): Promise<ControlPlaneExecutionResumeOutput> {
    assertActsAs(caller, resumedBy, "resumedBy");
    const job = this.#job(runId);
    const resumedAt = this.#now();
    let { status } = this.#execution(job.run.execution_id);
    await this.#options.jobs.resumeJob(job, telemetry, (transaction) => {
      status = transaction.execution(job.run.execution_id)?.status ?? status;
      recorder?.answered(transaction, { runId, status, resumedAt });
    });
    return { runId, status, resumedAt };
  }

  /** Cancels the execution's run, or the execution itself where it has none yet. What has ended stays as it is. */
  async cancel(
    { executionId, cancelledBy, reason }: ControlPlaneExecutionCancelInput,
    caller: Caller,
    { recorder }: CommandExchange = {},
  ): Promise<ControlPlaneExecutionCancelOutput> {
    assertActsAs(caller, cancelledBy, "cancelledBy");
    const { store, jobs, clock } = this.#options;
    this.#execution(executionId);
    const answered = (transaction: StoreTransaction) => {
      recorder?.answered(transaction, cancellationOf(transaction.execution(executionId)!));
    };
    const runId = await store.transact((transaction) => {
      // It may be started in the same moment: then its run is cancelled, and never the execution alone.
      const { run_id, status } = transaction.execution(executionId)!;
      const isOpen = run_id === undefined && status !== "cancelled" && status !== "rejected";
      if (isOpen) transaction.setExecutionStatus(executionId, "cancelled", clock.now());
      if (isOpen) answered(transaction);
      return run_id;
    });
    if (runId !== undefined) await jobs.cancelJob(this.#job(runId), reason, answered);
    return cancellationOf(this.#execution(executionId));
  }

  async #decide<Answer extends JsonObject>(
    { executionId, stepId }: { readonly executionId: string; readonly stepId: string },
    decision: Parameters<Approvals["decideStep"]>[1],
    caller: Caller,
    exchange: CommandExchange,
    answer: (decided: ApprovalRecord) => Answer,
  ): Promise<Answer> {
    const { run_id } = this.#execution(executionId);
    if (run_id === undefined) {
      throw new OapError("APPROVAL_NOT_FOUND", { message: `The execution ${executionId} has no run yet.` });
    }
    const job = this.#job(run_id);
    if (!this.#options.jobs.stateOf(job).index_of.has(stepId)) {
      throw new OapError("STEP_NOT_FOUND", { message: `The execution ${executionId} has no step ${stepId}.` });
    }
    return await this.#options.approvals.decideStep(
      { invocationId: run_id, stepId },
      decision,
      caller,
      exchange,
      answer,
    );
  }

  #execution(executionId: string): ExecutionRecord {
    const record = this.#options.store.execution(executionId);
    if (record !== undefined) return record;
    throw new OapError("EXECUTION_NOT_FOUND", { message: `There is no execution ${executionId}.` });
  }

  #job(runId: string): StoredJob {
    const job = this.#options.jobs.job(runId);
    if (job !== undefined) return job;
    throw new OapError("INVOCATION_NOT_FOUND", { message: `There is no run ${runId}.` });
  }

  #decidedAt({ decided_at }: ApprovalRecord): string {
    return timestampOf(decided_at ?? this.#options.clock.now());
  }

  #now(): string {
    return timestampOf(this.#options.clock.now());
  }
}

function cancellationOf({ execution_id, status, updated_at }: ExecutionRecord) {
  return { executionId: execution_id, status, cancelledAt: timestampOf(updated_at) };
}
