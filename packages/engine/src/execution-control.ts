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
  OapError,
} from "@oap/protocol";
import type { ApprovalRecord, ExecutionRecord, Store } from "@oap/store";
import { assertActsAs } from "./acts-as.ts";
import type { Approvals } from "./approvals.ts";
import type { Caller } from "./caller.ts";
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
  ): Promise<ControlPlaneExecutionApproveOutput> {
    assertActsAs(caller, approvedBy, "approvedBy");
    const decision = { approve: true, reviewer: approvedBy, ...(note !== undefined && { comments: note }) };
    const approval = await this.#decide(executionId, stepId, decision, caller);
    return { executionId, stepId, status: "approved", approvedAt: this.#decidedAt(approval) };
  }

  async reject(
    { executionId, stepId, rejectedBy, reason }: ControlPlaneExecutionRejectInput,
    caller: Caller,
  ): Promise<ControlPlaneExecutionRejectOutput> {
    assertActsAs(caller, rejectedBy, "rejectedBy");
    const decision = { approve: false, reviewer: rejectedBy, comments: reason };
    const approval = await this.#decide(executionId, stepId, decision, caller);
    return { executionId, stepId, status: "rejected", rejectedAt: this.#decidedAt(approval) };
  }

  async pause(
    { runId, pausedBy }: ControlPlaneExecutionPauseInput,
    caller: Caller,
  ): Promise<ControlPlaneExecutionPauseOutput> {
    assertActsAs(caller, pausedBy, "pausedBy");
    await this.#options.jobs.pauseJob(this.#job(runId));
    return { runId, status: "paused", pausedAt: this.#now() };
  }

  async resume(
    { runId, resumedBy }: ControlPlaneExecutionResumeInput,
    caller: Caller,
  ): Promise<ControlPlaneExecutionResumeOutput> {
    assertActsAs(caller, resumedBy, "resumedBy");
    const job = this.#job(runId);
    await this.#options.jobs.resumeJob(job);
    return { runId, status: this.#execution(job.run.execution_id).status, resumedAt: this.#now() };
  }

  /** Cancels the execution's run, or the execution itself where it has none yet. What has ended stays as it is. */
  async cancel(
    { executionId, cancelledBy, reason }: ControlPlaneExecutionCancelInput,
    caller: Caller,
  ): Promise<ControlPlaneExecutionCancelOutput> {
    assertActsAs(caller, cancelledBy, "cancelledBy");
    const { store, jobs, clock } = this.#options;
    const { run_id, status } = this.#execution(executionId);
    if (run_id !== undefined) await jobs.cancelJob(this.#job(run_id), reason);
    else if (status !== "cancelled" && status !== "rejected") {
      await store.transact((transaction) => transaction.setExecutionStatus(executionId, "cancelled", clock.now()));
    }
    const cancelled = this.#execution(executionId);
    return { executionId, status: cancelled.status, cancelledAt: timestampOf(cancelled.updated_at) };
  }

  async #decide(
    executionId: string,
    stepId: string,
    decision: Parameters<Approvals["decideStep"]>[2],
    caller: Caller,
  ): Promise<ApprovalRecord> {
    const { run_id } = this.#execution(executionId);
    if (run_id === undefined) {
      throw new OapError("APPROVAL_NOT_FOUND", { message: `The execution ${executionId} has no run yet.` });
    }
    const job = this.#job(run_id);
    if (!this.#options.jobs.stateOf(job).index_of.has(stepId)) {
      throw new OapError("STEP_NOT_FOUND", { message: `The execution ${executionId} has no step ${stepId}.` });
    }
    return await this.#options.approvals.decideStep(run_id, stepId, decision, caller);
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
