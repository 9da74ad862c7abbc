import { type Governance, type KillSwitches, killSwitchError, killSwitchesOf } from "@oap/governance";
import { generateSigningKeyPem, type SigningKey, signingKeyFromPem } from "@oap/ledger";
import { type Catalog, compileInvocation, isTerminal } from "@oap/plan";
import type { PluginService } from "@oap/plugins";
import {
  bounds,
  type ControlPlaneExecutionGetInput,
  type ControlPlaneExecutionGetOutput,
  type ControlPlaneExecutionListInput,
  type ControlPlaneExecutionListOutput,
  type ControlPlaneExecutionRetryInput,
  type ControlPlaneExecutionRetryOutput,
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
  type ExecTarget,
  type ExecutionState,
  type JsonValue,
  type KillSwitch,
  OapError,
} from "@oap/protocol";
import type { ApprovalRecord, Store, StoreReads, StoreTransaction } from "@oap/store";
import { type ExchangeTelemetry, noTelemetry, type Telemetry } from "@oap/telemetry";
import { assertActsAs } from "./acts-as.ts";
import type { JudgedAttempt } from "./advance-run.ts";
import { Approvals, outcomeOf, rejectionOf } from "./approvals.ts";
import { AttemptGate, narrowingOfRun } from "./attempt-gate.ts";
import { type Caller, maySee } from "./caller.ts";
import { CompiledPlans } from "./compiled-plans.ts";
import { EmbeddedDriver } from "./drivers/embedded.ts";
import { type CommandExchange, Exchanges } from "./exchanges.ts";
import { ExecutionControl } from "./execution-control.ts";
import { ExecutionEvidence } from "./execution-evidence.ts";
import { PolicyExplanations } from "./execution-policy.ts";
import { type ExchangeIdentity, ExecutionRecords } from "./execution-records.ts";
import { ExecutionTraces } from "./execution-trace.ts";
import { JobService, type StoredJob } from "./job-service.ts";
import { LedgerCheckpoints } from "./ledger-checkpoints.ts";
import { LedgerWriter } from "./ledger-writer.ts";
import { type EngineLimits, engineLimits } from "./limits.ts";
import type { Moved } from "./live-run.ts";
import { permission, refusalOf } from "./permission.ts";
import { PlanCompilations } from "./plan-compilation.ts";
import { PlanService } from "./plan-service.ts";
import { type Permit, PlanVerifications } from "./plan-verification.ts";
import { approvalReason } from "./policy-reasons.ts";
import type { Clock, Ids, Log } from "./ports.ts";
import type { PersonalPlaces } from "./redact-payload.ts";
import { answerOf, applyResult, invokeResult, retryOutput, startOutput, toJson } from "./run-answers.ts";
import { systemClock } from "./system-clock.ts";
import { timestampOf } from "./timestamp.ts";
import { uuidIds } from "./uuid-ids.ts";
import { type WorkExchange, WorkPath } from "./work-path.ts";

export interface ExecutionServiceOptions {
  /** Stays the caller's, who closes it after the service. */
  readonly store: Store;
  readonly catalog: Catalog;
  readonly plugins: Pick<PluginService, "run">;
  readonly governance: Governance;
  /** The switches as they are now. Default: none. */
  readonly killSwitches?: () => KillSwitches;
  /** The module identifier under which the control plane records in the ledger. */
  readonly moduleId?: string;
  /** What of inputs and outputs is personal. Default: all of them. */
  readonly personal?: PersonalPlaces;
  /** Signs the ledger's checkpoints and evidence. Default: a key of this process, which proves nothing after it. */
  readonly signingKey?: SigningKey;
  /** Told after each commit that added to the journal, for those who stream events. */
  readonly onJournaled?: (invocationId: string) => void;
  /** Default: nobody watches. */
  readonly telemetry?: Telemetry;
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
  /** Commands once, and the ledger: the gateway hands every admitted exchange through it. */
  readonly exchanges: Exchanges;
  /** `hitl.*` */
  readonly approvals: Approvals;
  /** What operators do to executions that are under way. */
  readonly control: ExecutionControl;
  readonly plans: PlanService;
  readonly compilations: PlanCompilations;
  readonly verifications: PlanVerifications;
  readonly explanations: PolicyExplanations;
  readonly traces: ExecutionTraces;
  readonly evidence: ExecutionEvidence;
  readonly #catalog: Catalog;
  readonly #store: Store;
  readonly #ids: Ids;
  readonly #clock: Clock;
  readonly #jobs: JobService;
  readonly #ledger: LedgerWriter;
  readonly #checkpoints: LedgerCheckpoints;
  readonly #records: ExecutionRecords;
  readonly #work: WorkPath;

  constructor({ store, catalog, plugins, governance, ...ports }: ExecutionServiceOptions) {
    const clock = ports.clock ?? systemClock();
    const ids = ports.ids ?? uuidIds(clock);
    const log = ports.log ?? (() => {});
    const { telemetry = noTelemetry } = ports;
    const limits = { ...engineLimits, ...ports.limits };
    const noSwitches = killSwitchesOf([]);
    const killSwitches = ports.killSwitches ?? (() => noSwitches);
    const signingKey = ports.signingKey ?? signingKeyFromPem(generateSigningKeyPem());
    const checkpoints = new LedgerCheckpoints({ store, key: signingKey, clock, log });
    const ledger = new LedgerWriter({
      clock,
      ids,
      moduleId: ports.moduleId ?? "control-plane",
      onAppended: () => checkpoints.appended(),
    });
    this.#checkpoints = checkpoints;
    this.#store = store;
    this.#catalog = catalog;
    this.#ids = ids;
    this.#clock = clock;
    this.#ledger = ledger;
    this.approvals = new Approvals({
      store,
      clock,
      ids,
      log,
      waitMs: limits.approvalWaitMs,
      audit: (transaction, audit, approval) => ledger.audited(transaction, audit, approval),
      isOver: (reads, approval) => this.#isOver(reads, approval),
      onSettled: (approval, exchange) => this.#settled(approval, exchange),
      telemetry,
    });
    const driver = new EmbeddedDriver({
      store,
      clock,
      log,
      attemptsRunningMax: limits.attemptsRunningMax,
      runAttempt: (request) => plugins.run(request),
      advance: {
        gate: new AttemptGate({ governance, killSwitches }),
        record: (transaction, judged) => this.#judged(transaction, judged),
      },
      onJournaled: ports.onJournaled ?? (() => {}),
      telemetry,
    });
    const compiledPlans = new CompiledPlans(store);
    this.plans = new PlanService({ store, compiledPlans, catalog, governance, approvals: this.approvals, clock });
    this.#jobs = new JobService({ store, compiledPlans, driver, clock, ids, log, limits, telemetry });
    this.#records = new ExecutionRecords({ store, clock, ids });
    this.#work = new WorkPath({
      governance,
      killSwitches,
      plans: this.plans,
      jobs: this.#jobs,
      records: this.#records,
      ledger,
    });
    const permit: Permit = (caller, plan) => permission(governance, caller, plan);
    this.compilations = new PlanCompilations({
      store,
      compiledPlans,
      clock,
      submit: (params, caller) => this.plans.submit(params, caller),
    });
    this.verifications = new PlanVerifications({
      store,
      compiledPlans,
      clock,
      permit,
      requestApproval: (transaction, held) => this.plans.requestReview(transaction, held),
    });
    this.explanations = new PolicyExplanations({ store, compiledPlans, permit });
    const personal: PersonalPlaces = ports.personal ?? (() => ["/input", "/output"]);
    this.traces = new ExecutionTraces({ store, personal });
    this.evidence = new ExecutionEvidence({
      store,
      clock,
      checkpoints,
      key: signingKey,
      submittedPlan: (planId) => store.submittedPlan(planId),
      personal,
    });
    this.control = new ExecutionControl({ store, jobs: this.#jobs, approvals: this.approvals, clock });
    this.exchanges = new Exchanges({
      store,
      ledger,
      clock,
      answerOfRun: (envelopeType, invocationId) => this.#answerOfRun(envelopeType, invocationId),
      unrecorded: { "control.apiKey.create": "secret" },
      afresh: new Set(["controlPlane.execution.evidence.export"]),
    });
  }

  /**
   * `exec.invoke`. SYNC, the default, resolves at the end of the work, ASYNC as soon as the acceptance is on disk; both
   * resolve at once where a human must approve it first.
   */
  async invoke(params: ExecInvokeParams, caller: Caller, exchange: WorkExchange = {}): Promise<ExecInvokeResult> {
    const { mode = "SYNC", action, timeout_ms = bounds.timeoutMsDefault } = params;
    const resolution = this.#catalog.resolve(params.target);
    if (!resolution.ok) throw new OapError(resolution.code, { message: resolution.message });
    const plan = compileInvocation(params, resolution.capability);
    const job = await this.#work.perform(
      { kind: "invoke", plan, target: plan.steps[0]!.target, ...(action && { action }), mode, timeoutMs: timeout_ms },
      this.#ids.next("exe"),
      caller,
      { ...exchange, answer: invokeResult, narrowing: params.governance, input: params.input },
    );
    return invokeResult(job);
  }

  /** `exec.status.get` */
  status({ invocation_id }: ExecStatusGetParams, caller: Caller): ExecStatusGetResult {
    const { run } = this.#jobSeenBy(caller, invocation_id);
    const { state, output, error, target, started_at, completed_at, governance } = run;
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
  async cancel(
    { invocation_id, reason }: ExecCancelParams,
    caller: Caller,
    { recorder }: CommandExchange = {},
  ): Promise<ExecCancelResult> {
    const cancelled = ({ before, after }: Moved) => ({ invocation_id, previous_state: before, new_state: after });
    const job = this.#jobSeenBy(caller, invocation_id);
    return cancelled(
      await this.#jobs.cancelJob(job, reason, (transaction, moved) => {
        recorder?.answered(transaction, cancelled(moved));
      }),
    );
  }

  /** `exec.plan.submit` */
  submitPlan(params: ExecPlanSubmitParams, caller: Caller, exchange?: CommandExchange): Promise<ExecPlanSubmitResult> {
    return this.plans.submit(params, caller, exchange);
  }

  /** `exec.plan.apply`. Each call is a new run. */
  async applyPlan(
    { plan_id, mode }: ExecPlanApplyParams,
    caller: Caller,
    exchange: WorkExchange = {},
  ): Promise<ExecPlanApplyResult> {
    return applyResult(
      await this.#work.apply(plan_id, mode, this.#ids.next("exe"), caller, { ...exchange, answer: applyResult }),
    );
  }

  /** `exec.plan.status.get` */
  planStatus({ invocation_id }: ExecPlanStatusGetParams, caller: Caller): ExecPlanStatusGetResult {
    const job = this.#jobSeenBy(caller, invocation_id);
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
    exchange: WorkExchange = {},
  ): Promise<ControlPlaneExecutionStartOutput> {
    return startOutput(await this.#work.apply(planId, mode, executionId, caller, { ...exchange, answer: startOutput }));
  }

  /**
   * `controlPlane.execution.retry`: another run of what did not complete, which reuses the outputs of the steps that did.
   * It is answered as soon as it is accepted.
   */
  async retryExecution(
    { runId, retriedBy }: ControlPlaneExecutionRetryInput,
    caller: Caller,
    exchange: WorkExchange = {},
  ): Promise<ControlPlaneExecutionRetryOutput> {
    assertActsAs(caller, retriedBy, "retriedBy");
    const job = this.#job(runId);
    const { run } = job;
    if (!isTerminal(run.state) || run.state === "COMPLETED") {
      throw new OapError("STATE_CONFLICT", {
        message: `The run ${runId} is ${run.state}; only one that ended without completing is tried again.`,
        details: { invocation_id: runId, state: run.state },
      });
    }
    const ended = this.#jobs.stateOf(job);
    const reused = ended.plan.steps.flatMap(({ step_id, index }) => {
      const { output } = ended.steps.get(index);
      return output === undefined ? [] : [{ step_id, output }];
    });
    const again = await this.#work.perform(
      {
        kind: run.kind,
        plan: ended.plan,
        ...(run.plan_id !== undefined && { plan_id: run.plan_id }),
        ...(run.target && { target: run.target }),
        ...(run.action && { action: run.action }),
        mode: "ASYNC",
        timeoutMs: run.deadline_at - run.accepted_at,
        retry_of: runId,
        reused,
      },
      run.execution_id,
      caller,
      { ...exchange, answer: retryOutput, narrowing: narrowingOfRun(run) },
    );
    return retryOutput(again);
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
    exchange: ExchangeIdentity & CommandExchange = {},
  ): Promise<ControlPlaneIntentSubmitOutput> {
    return this.#records.submitIntent(input, caller, exchange);
  }

  /** Ends what runs where a kill switch says so. Resolves when that is on disk. */
  async abortRunning(
    isTarget: (target: ExecTarget, session_id: string | undefined) => boolean,
    killSwitch: KillSwitch,
  ): Promise<void> {
    const error = refusalOf(killSwitchError(killSwitch));
    await this.#jobs.abortRunning((target, { caller }) => isTarget(target, caller.session_id), error);
  }

  /** Takes up the work that an earlier process left open. Called once, at start-up, before anything else is. */
  async recover(): Promise<readonly RecoveredRun[]> {
    // Nobody waits for the answer any more: the ledger tells how they end, as of all that ends by itself.
    const jobs = await this.#jobs.recoverJobs((transaction, run, plan) =>
      this.#ledger.ended(transaction, run, plan.hash),
    );
    // What was decided before the process ended, or expired meanwhile, has not reached its run.
    await this.approvals.sweep();
    for (const { run, step_id } of this.#jobs.heldSteps()) {
      const approval = this.#store.approvalsOfRun(run.invocation_id, step_id).at(-1);
      if (approval !== undefined && outcomeOf(approval) !== undefined) await this.#settled(approval);
    }
    return jobs.map(({ run: { invocation_id, plan_id, state } }) => ({
      invocation_id,
      ...(plan_id === undefined ? {} : { plan_id }),
      state,
    }));
  }

  /** The attempts that wait until others have ended. */
  get attemptsWaiting(): number {
    return this.#jobs.attemptsWaiting;
  }

  /** Takes no further work, gives open work a moment to end, and leaves the rest open on disk for the next start. */
  async close(): Promise<void> {
    this.approvals.stop();
    await this.#jobs.close();
    await this.#checkpoints.close();
  }

  /** Writes down what was decided about an attempt, and asks the human where one must decide. */
  #judged(transaction: StoreTransaction, judged: JudgedAttempt): { waitsUntil: number } {
    this.#ledger.judged(transaction, judged);
    const { run, command, verdict, at } = judged;
    if (verdict.kind !== "held") return { waitsUntil: at };
    const { decision, input_hash } = verdict;
    const approval = this.approvals.open(
      transaction,
      {
        reason: approvalReason(decision.reasons),
        required_role: decision.approver ?? "admin",
        proposed_action: `${command.target.module_id}.${command.target.capability}`,
        risk: decision.risk,
      },
      run.caller.id,
      {
        invocation_id: run.invocation_id,
        step_id: command.step_id,
        policy_binding_id: decision.policy_binding_id,
        input_hash,
        payload: { execution_id: run.execution_id, attempt: command.attempt },
      },
    );
    return { waitsUntil: approval.expires_at ?? at };
  }

  /** Lets go on what waited for a decision, or ends it. */
  async #settled(approval: ApprovalRecord, exchange?: ExchangeTelemetry): Promise<void> {
    const approved = outcomeOf(approval);
    const { invocation_id, step_id, plan_id } = approval;
    if (approved === undefined) return;
    if (plan_id !== undefined) await this.plans.settle(plan_id, approved, approval);
    if (invocation_id === undefined || step_id === undefined) return;
    const outcome = approved ? "released" : rejectionOf(approval);
    await this.#jobs.settleHeldStep(invocation_id, step_id, outcome, exchange);
  }

  /** Whether what waited for a decision has ended, so that none can change it. */
  #isOver(reads: StoreReads, { invocation_id, step_id, plan_id }: ApprovalRecord): boolean {
    if (plan_id !== undefined && reads.plan(plan_id)?.status === "REJECTED") return true;
    if (invocation_id === undefined) return false;
    const run = reads.run(invocation_id);
    return run === undefined || isTerminal(run.state) || this.#jobs.hasEnded(invocation_id, step_id);
  }

  /** The answer of an operation that started a run, for the exchange that is sent again. */
  async #answerOfRun(envelopeType: string, invocationId: string): Promise<JsonValue> {
    const answer = answerOf[envelopeType];
    if (answer === undefined) throw new Error(`${envelopeType} starts no run.`);
    let job = this.#job(invocationId);
    if (job.run.mode === "SYNC" && !isTerminal(job.run.state)) job = await this.#jobs.runJob(job);
    return toJson(answer(job));
  }

  #job(invocationId: string): StoredJob {
    const job = this.#jobs.job(invocationId);
    if (job === undefined) throw noInvocation(invocationId);
    return job;
  }

  /** Nobody learns from the answer whether there is an invocation of somebody else's. */
  #jobSeenBy(caller: Caller, invocationId: string): StoredJob {
    const job = this.#job(invocationId);
    if (!maySee(caller, job.run)) throw noInvocation(invocationId);
    return job;
  }
}

function noInvocation(invocationId: string): OapError {
  return new OapError("INVOCATION_NOT_FOUND", { message: `There is no invocation ${invocationId}.` });
}
