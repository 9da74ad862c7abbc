import type { Governance } from "@oap/governance";
import { type Catalog, compileInvocation } from "@oap/plan";
import type { PluginService } from "@oap/plugins";
import {
  bounds,
  type ControlPlaneExecutionGetInput,
  type ControlPlaneExecutionGetOutput,
  type ControlPlaneExecutionListInput,
  type ControlPlaneExecutionListOutput,
  type ControlPlaneExecutionStartInput,
  type ControlPlaneExecutionStartOutput,
  type ControlPlaneIntentSubmitInput,
  type ControlPlaneIntentSubmitOutput,
  type ExecCancelParams,
  type ExecCancelResult,
  type ExecInvokeParams,
  type ExecInvokeResult,
  type ExecPlanApplyParams,
  type ExecPlanApplyResult,
  type ExecPlanStatusGetParams,
  type ExecPlanStatusGetResult,
  type ExecPlanSubmitParams,
  type ExecPlanSubmitResult,
  type ExecStatusGetParams,
  type ExecStatusGetResult,
  type ExecutionGovernanceState,
  type ExecutionState,
  OapError,
} from "@oap/protocol";
import type { Store } from "@oap/store";
import { type Caller, recordedCaller } from "./caller.ts";
import { EmbeddedDriver } from "./drivers/embedded.ts";
import { type ExchangeIdentity, ExecutionRecords } from "./execution-records.ts";
import { executionStatusOf } from "./execution-status.ts";
import { type JobOrder, JobService, type StoredJob } from "./job-service.ts";
import { type EngineLimits, engineLimits } from "./limits.ts";
import { denialOfAttempt, permission, policyDenied } from "./permission.ts";
import { PlanService } from "./plan-service.ts";
import type { Clock, Ids, Log } from "./ports.ts";
import { systemClock } from "./system-clock.ts";
import { timestampOf } from "./timestamp.ts";
import { uuidIds } from "./uuid-ids.ts";

export interface ExecutionServiceOptions {
  /** Stays the caller's, who closes it after the service. */
  readonly store: Store;
  readonly catalog: Catalog;
  readonly plugins: Pick<PluginService, "run">;
  readonly governance: Governance;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly log?: Log;
  readonly limits?: Partial<EngineLimits>;
}

/** A run that an earlier process left open and that goes on here. */
export interface RecoveredRun {
  readonly invocation_id: string;
  readonly plan_id?: string;
  /** Terminal where nothing could be resumed, as after its deadline. */
  readonly state: ExecutionState;
}

/**
 * What the gateway calls: the operations of `exec.*`, and of `controlPlane.*` as far as they are about executions.
 * All work takes one path, whichever operation asks for it: governance, JobService, driver.
 *
 * Work that fails is a result; an exchange that fails is thrown as OapError, and then nothing was started.
 * Source: execution semantics; execution governance architecture, 2.
 */
export class ExecutionService {
  readonly #catalog: Catalog;
  readonly #governance: Governance;
  readonly #ids: Ids;
  readonly #plans: PlanService;
  readonly #jobs: JobService;
  readonly #records: ExecutionRecords;

  constructor({ store, catalog, plugins, governance, ...ports }: ExecutionServiceOptions) {
    const clock = ports.clock ?? systemClock();
    const ids = ports.ids ?? uuidIds(clock);
    const log = ports.log ?? (() => {});
    const limits = { ...engineLimits, ...ports.limits };
    const driver = new EmbeddedDriver({
      store,
      clock,
      log,
      attemptsRunningMax: limits.attemptsRunningMax,
      runAttempt: (request) => plugins.run(request),
      denyAttempt: (run, { step_id }) =>
        denialOfAttempt(governance, run.record.caller, run.plan.steps[run.state.index_of.get(step_id)!]!),
    });
    this.#catalog = catalog;
    this.#governance = governance;
    this.#ids = ids;
    this.#plans = new PlanService({ store, catalog, governance, clock });
    this.#jobs = new JobService({ store, driver, clock, ids, log, limits });
    this.#records = new ExecutionRecords({ store, clock, ids });
  }

  /** `exec.invoke`. SYNC, the default, resolves at the end of the work; ASYNC as soon as the acceptance is on disk. */
  async invoke(params: ExecInvokeParams, caller: Caller): Promise<ExecInvokeResult> {
    const { mode = "SYNC", action, timeout_ms = bounds.timeoutMsDefault } = params;
    const resolution = this.#catalog.resolve(params.target);
    if (!resolution.ok) throw new OapError(resolution.code, { message: resolution.message });
    const plan = compileInvocation(params, resolution.capability);
    const job = await this.#perform(
      { kind: "invoke", plan, target: plan.steps[0]!.target, ...(action && { action }), mode, timeoutMs: timeout_ms },
      this.#ids.next("exe"),
      caller,
      params.governance,
    );
    const { invocation_id, state, output, error, governance } = job.run;
    return {
      invocation_id,
      state,
      ...(mode === "SYNC" && output !== undefined && { output }),
      ...(mode === "SYNC" && error && { error }),
      ...(governance && { governance }),
    };
  }

  /** `exec.status.get` */
  status({ invocation_id }: ExecStatusGetParams): ExecStatusGetResult {
    const { state, output, error, target, started_at, completed_at, governance } = this.#job(invocation_id).run;
    return {
      invocation_id,
      state,
      ...(output !== undefined && { output }),
      ...(error && { error }),
      ...(target && { target }),
      ...(started_at !== undefined && { started_at: timestampOf(started_at) }),
      ...(completed_at !== undefined && { completed_at: timestampOf(completed_at) }),
      ...(governance && { governance }),
    };
  }

  /** `exec.cancel`. Resolves when the cancellation is on disk; what runs is aborted then. An ended run stays as it is. */
  async cancel({ invocation_id, reason }: ExecCancelParams): Promise<ExecCancelResult> {
    const { before, after } = await this.#jobs.cancelJob(this.#job(invocation_id), reason);
    return { invocation_id, previous_state: before, new_state: after };
  }

  /** `exec.plan.submit` */
  submitPlan(params: ExecPlanSubmitParams, caller: Caller): Promise<ExecPlanSubmitResult> {
    return this.#plans.submit(params, caller);
  }

  /** `exec.plan.apply`. Each call is a new run. */
  async applyPlan({ plan_id, mode }: ExecPlanApplyParams, caller: Caller): Promise<ExecPlanApplyResult> {
    const { run } = await this.#apply(plan_id, mode, this.#ids.next("exe"), caller);
    return { plan_id, invocation_id: run.invocation_id, state: run.state };
  }

  /** `exec.plan.status.get` */
  planStatus({ invocation_id }: ExecPlanStatusGetParams): ExecPlanStatusGetResult {
    const job = this.#job(invocation_id);
    if (job.run.kind !== "plan") {
      throw new OapError("NOT_A_PLAN", {
        message: `${invocation_id} is the invocation of a capability and has no steps; use exec.status.get.`,
      });
    }
    return { invocation_id, state: job.run.state, step_states: [...this.#jobs.stepStates(job)] };
  }

  /** `controlPlane.execution.start`: the same run that `exec.plan.apply` starts, under an execution of the caller's choice. */
  async startExecution(
    { executionId, planId, mode }: ControlPlaneExecutionStartInput,
    caller: Caller,
  ): Promise<ControlPlaneExecutionStartOutput> {
    const { run } = await this.#apply(planId, mode, executionId, caller);
    return {
      runId: run.invocation_id,
      status: executionStatusOf[run.state],
      startedAt: timestampOf(run.started_at ?? run.accepted_at),
    };
  }

  /** `controlPlane.execution.get` */
  getExecution(input: ControlPlaneExecutionGetInput): ControlPlaneExecutionGetOutput {
    return this.#records.get(input);
  }

  /** `controlPlane.execution.list`, the latest first. */
  listExecutions(input: ControlPlaneExecutionListInput): ControlPlaneExecutionListOutput {
    return this.#records.list(input);
  }

  /** `controlPlane.intent.submit`. With the exchange's OrchId, the same exchange again is answered with the first's answer. */
  submitIntent(
    input: ControlPlaneIntentSubmitInput,
    caller: Caller,
    exchange: ExchangeIdentity = {},
  ): Promise<ControlPlaneIntentSubmitOutput> {
    return this.#records.submitIntent(input, caller, exchange);
  }

  /** Takes up the work that an earlier process left open. Called once, at start-up, before anything else is. */
  async recover(): Promise<readonly RecoveredRun[]> {
    const jobs = await this.#jobs.recoverJobs();
    return jobs.map(({ run: { invocation_id, plan_id, state } }) => ({
      invocation_id,
      ...(plan_id === undefined ? {} : { plan_id }),
      state,
    }));
  }

  /** Takes no further work, gives open work a moment to end, and leaves the rest open on disk for the next start. */
  close(): Promise<void> {
    return this.#jobs.close();
  }

  #apply(
    planId: string,
    mode: ExecPlanApplyParams["mode"] = "SYNC",
    executionId: string,
    caller: Caller,
  ): Promise<StoredJob> {
    const { compiled, timeoutMs } = this.#plans.ready(planId);
    return this.#perform({ kind: "plan", plan: compiled, plan_id: planId, mode, timeoutMs }, executionId, caller);
  }

  /** The one path of all work: decide, accept, run. */
  async #perform(
    work: Omit<JobOrder, "execution_id" | "caller" | "governance">,
    executionId: string,
    caller: Caller,
    narrowing?: ExecutionGovernanceState,
  ): Promise<StoredJob> {
    this.#jobs.assertOpen();
    const decided = permission(this.#governance, caller, work.plan, narrowing);
    if (decided.verdict !== "allowed") throw policyDenied(decided, work.plan);
    const order: JobOrder = {
      ...work,
      execution_id: executionId,
      caller: recordedCaller(caller),
      governance: decided.state,
    };
    const job = await this.#jobs.createJob(order, (transaction, created) =>
      this.#records.writeRun(transaction, created, decided.risk),
    );
    const ended = this.#jobs.runJob(job);
    if (work.mode === "SYNC") return await ended;
    // Nobody waits here: how it ends is read by exec.status.get.
    ended.catch(() => {});
    return job;
  }

  #job(invocationId: string): StoredJob {
    const job = this.#jobs.job(invocationId);
    if (job === undefined)
      throw new OapError("INVOCATION_NOT_FOUND", { message: `There is no invocation ${invocationId}.` });
    return job;
  }
}
