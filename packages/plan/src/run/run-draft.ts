import { nextAttempt, planRetries } from "@oap/orchestrator";
import type { ExecutionErrorInfo, ExecutionFailureReason, JsonObject } from "@oap/protocol";
import type { CompiledStep } from "../compile/compiled-plan.ts";
import { type ExpressionScope, stepBudget, workSpent } from "../expression/expression.ts";
import { decideStep, dependencyFailure } from "./decide-step.ts";
import { prepareInput } from "./prepare-input.ts";
import { popReady, pushReady } from "./ready-heap.ts";
import type { RunCommand } from "./run-command.ts";
import type { RunEventOf } from "./run-event.ts";
import { isTerminal, type RunState, type StepPhase, type StepRecord, stateOfPhase } from "./run-state.ts";
import { runOutput } from "./run-summary.ts";

/**
 * A state while one event is applied to it: it owns the successor until `commit` freezes it, and the commands. The state that it
 * was made from is never touched. Work that follows from a step's end is queued, not called, so that a chain of 10,000 skipped steps
 * does not nest 10,000 calls.
 */
export class RunDraft {
  readonly #at: number;
  #run: RunState;
  readonly #commands: RunCommand[] = [];
  /** Steps whose last dependency has ended, to be decided. */
  readonly #unblocked: number[];
  /** What this transition has spent on expressions. */
  #spent = 0;

  constructor(run: RunState, at: number) {
    this.#run = run;
    this.#at = at;
    this.#unblocked = [...(run.undecided ?? [])];
  }

  get run(): RunState {
    return this.#run;
  }

  change(members: { readonly [Name in keyof RunState]?: RunState[Name] | undefined }): void {
    this.#run = { ...this.#run, ...members } as RunState;
  }

  /** The step and its record, if the event is about the attempt that is running or, with `waiting`, due next. */
  present(event: { step_id: string; attempt: number }, phase: "running" | "waiting"): CompiledStep | undefined {
    const index = this.#run.index_of.get(event.step_id);
    if (index === undefined) return undefined;
    const record = this.record(index);
    const attempt = phase === "running" ? record.attempt : record.attempt + 1;
    return record.phase === phase && attempt === event.attempt ? this.#run.plan.steps[index] : undefined;
  }

  /** The step whose attempt is held, if the event is about it. */
  held(event: { step_id: string; attempt: number }): CompiledStep | undefined {
    const index = this.#run.index_of.get(event.step_id);
    if (index === undefined) return undefined;
    const { phase, attempt } = this.record(index);
    return isHeld(phase) && attempt === event.attempt ? this.#run.plan.steps[index] : undefined;
  }

  record(index: number): StepRecord {
    return this.#run.steps.get(index);
  }

  stepsInOrder(): readonly CompiledStep[] {
    return this.#run.plan.order.flatMap((index) => this.#run.plan.steps[index] ?? []);
  }

  /** Takes the output that an earlier run's step gave. A step that the plan does not have is passed over. */
  reuse(stepId: string, output: JsonObject): void {
    const step = this.#run.plan.steps[this.#run.index_of.get(stepId) ?? -1];
    if (step !== undefined) this.endStep(step, "completed", { output });
  }

  /** Takes an attempt back that was issued and not made. Before the first one the step has not started, nor has a run of such steps. */
  holdStep(step: CompiledStep): void {
    const record = this.record(step.index);
    this.change({ held: this.#run.held + 1 });
    if (record.attempt > 1) {
      this.#setRecord(step.index, { ...record, phase: "held_again" });
      return;
    }
    this.#setRecord(step.index, { phase: "held", blockers: 0, attempt: record.attempt });
    this.change({ running: this.#run.running - 1 });
    // None has ended and none is RUNNING: nothing was done for any of them yet.
    if (this.#run.open === this.#run.plan.steps.length && this.#run.running === 0) {
      this.change({ state: "PENDING", started_at: undefined });
    }
  }

  releaseStep(step: CompiledStep): void {
    const { phase, attempt, started_at } = this.record(step.index);
    this.change({ held: this.#run.held - 1 });
    if (phase === "held") {
      this.#setRecord(step.index, { phase: "ready", blockers: 0, attempt: 0 });
      this.change({ ready: pushReady(this.#run.ready, step.rank) });
    } else if (this.#run.paused || this.remainingMs() <= 0) {
      const waiting = { phase: "waiting", blockers: 0, attempt: attempt - 1, until: this.#at } as const;
      this.#setRecord(step.index, started_at === undefined ? waiting : { ...waiting, started_at });
    } else {
      this.startAttempt(step, attempt);
    }
  }

  /** Lets the steps begin that wait for nothing. */
  openRoots(): void {
    for (const step of this.#run.plan.steps) if (step.dependencies.length === 0) this.#unblocked.push(step.index);
  }

  /** Issues an attempt of a step that has its slot. If its input cannot be made, the step has FAILED instead. */
  startAttempt(step: CompiledStep, attempt: number): void {
    const budget = stepBudget();
    const prepared = prepareInput(step, this.#run, this.#scope(), budget);
    this.#spent += workSpent(budget);
    if (!prepared.ok) {
      this.endStep(step, "failed", { error: prepared.error });
      return;
    }
    const record = this.record(step.index);
    this.#setRecord(step.index, {
      phase: "running",
      blockers: 0,
      attempt,
      started_at: record.started_at ?? this.#at,
    });
    if (this.#run.state === "PENDING") this.change({ state: "RUNNING", started_at: this.#at });
    this.#command({
      type: "start_attempt",
      step_id: step.step_id,
      attempt,
      target: step.target,
      ...(step.action === undefined ? {} : { action: step.action }),
      input: prepared.input,
      idempotency_key: prepared.idempotencyKey,
      timeout_ms: Math.min(step.timeout_ms, this.remainingMs()),
    });
  }

  /** Waits for another attempt, if the error and the policy allow one. */
  retryStep(step: CompiledStep, event: RunEventOf<"step.failed">): boolean {
    if (!event.retryable || neverRetried.has(event.error.reason)) return false;
    const next = nextAttempt(planRetries(step.retry_policy), event.attempt, this.remainingMs());
    if (!next.retry) return false;
    const until = this.#at + next.delayMs;
    this.#setRecord(step.index, { ...this.record(step.index), phase: "waiting", until });
    this.wait(step, event.attempt + 1, until);
    return true;
  }

  wait(step: CompiledStep, attempt: number, until: number): void {
    this.#command({ type: "wait", step_id: step.step_id, attempt, until });
  }

  /** Ends a step, counts it, and unblocks those that waited for it. */
  endStep(step: CompiledStep, phase: TerminalPhase, result: Pick<StepRecord, "output" | "error"> = {}): void {
    const { phase: before, attempt, started_at } = this.record(step.index);
    this.#setRecord(step.index, {
      phase,
      blockers: 0,
      attempt,
      ...(started_at === undefined ? {} : { started_at }),
      completed_at: this.#at,
      ...result,
    });
    const slot = stateOfPhase[before] === "RUNNING" ? 1 : 0;
    const held = isHeld(before) ? 1 : 0;
    const { open, running } = this.#run;
    this.change({ open: open - 1, running: running - slot, held: this.#run.held - held });
    if ((phase === "failed" || phase === "timed_out") && !step.optional) this.#requiredStepFailed(step, result.error);
    for (const index of step.dependents) this.#unblock(index);
  }

  /** Ends every step that is open, and aborts the attempts that are running (after a crash the driver may not know them). */
  endOpenSteps(
    phase: "cancelled" | "timed_out",
    reason: "cancelled" | "deadline" | "fail_fast",
    result: Pick<StepRecord, "error"> = {},
  ): void {
    let running = this.#run.running;
    for (const index of this.#run.plan.order) {
      const step = this.#run.plan.steps[index];
      const record = this.record(index);
      if (step === undefined || isTerminal(stateOfPhase[record.phase])) continue;
      if (record.phase === "running") {
        this.#command({ type: "abort_attempt", step_id: step.step_id, attempt: record.attempt, reason });
      }
      if (stateOfPhase[record.phase] === "RUNNING") running -= 1;
      const { attempt, started_at } = record;
      this.#setRecord(index, {
        phase,
        blockers: 0,
        attempt,
        ...(started_at === undefined ? {} : { started_at }),
        completed_at: this.#at,
        ...result,
      });
    }
    this.#unblocked.length = 0;
    this.change({ open: 0, ready: null, running, held: 0 });
  }

  remainingMs(): number {
    return (this.#run.deadline_at ?? this.#at) - this.#at;
  }

  /** Does what follows from the event (decides, starts, finishes) and freezes the result. */
  commit(): { readonly state: RunState; readonly commands: readonly RunCommand[] } {
    do this.#decideUnblocked();
    while (!this.#isSpent && this.#startNext());
    this.#leaveTheRest();
    if (this.#run.open === 0) this.#finish();
    return { state: Object.freeze(this.#run), commands: Object.freeze(this.#commands) };
  }

  get #isSpent(): boolean {
    const { turn_work_max } = this.#run.plan;
    return turn_work_max !== undefined && this.#spent >= turn_work_max;
  }

  /** What there is to decide or to start is done when the next event comes, be it only that there was a turn for others. */
  #leaveTheRest(): void {
    const isMore = this.#unblocked.length > 0 || (this.#isSpent && this.#nextReady() !== null);
    if (!isMore) {
      if (this.#run.undecided !== undefined) this.change({ undecided: undefined });
      return;
    }
    this.change({ undecided: Object.freeze([...this.#unblocked]) });
    this.#command({ type: "continue" });
  }

  #decideUnblocked(): void {
    let at = 0;
    for (; at < this.#unblocked.length && !this.#isSpent; at += 1) {
      const step = this.#run.plan.steps[this.#unblocked[at] ?? -1];
      if (step === undefined || this.record(step.index).phase !== "blocked") continue;
      const budget = stepBudget();
      const decision = decideStep(step, this.#run.plan, (index) => this.record(index), this.#scope(), budget);
      this.#spent += workSpent(budget);
      if (decision.kind === "ready") {
        this.#setRecord(step.index, { ...this.record(step.index), phase: "ready" });
        this.change({ ready: pushReady(this.#run.ready, step.rank) });
      } else {
        this.endStep(step, decision.kind, decision.kind === "skipped" ? {} : { error: decision.error });
      }
    }
    this.#unblocked.splice(0, at);
  }

  /** Starts the first of the ready steps, if there is one, a slot and time. */
  #startNext(): boolean {
    const { running, plan } = this.#run;
    const ready = this.#nextReady();
    if (ready === null) return false;
    const { rank, rest } = popReady(ready);
    this.change({ ready: rest });
    const step = plan.steps[plan.order[rank] ?? -1];
    if (step === undefined) throw new Error(`No step has rank ${rank}.`);
    this.startAttempt(step, 1);
    if (this.record(step.index).phase === "running") this.change({ running: running + 1 });
    return true;
  }

  /** The ready steps, if one of them may start now. */
  #nextReady(): RunState["ready"] {
    const { ready, running, plan, paused } = this.#run;
    return running < plan.max_parallel && this.remainingMs() > 0 && !paused ? ready : null;
  }

  #requiredStepFailed(step: CompiledStep, cause: ExecutionErrorInfo | undefined): void {
    const error = cause ?? { reason: "UNKNOWN", message: "It failed without saying why." };
    const { plan } = this.#run;
    if (this.#run.error === undefined) this.change({ error: plan.kind === "invocation" ? error : ofStep(step, error) });
    if (!plan.fail_fast) return;
    const message = `Step \`${step.step_id}\` failed, and the plan is set to fail fast.`;
    this.endOpenSteps("cancelled", "fail_fast", { error: dependencyFailure(message, step.step_id) });
  }

  #unblock(index: number): void {
    const record = this.record(index);
    if (record.phase !== "blocked") return;
    const blockers = record.blockers - 1;
    this.#setRecord(index, { ...record, blockers });
    if (blockers === 0) this.#unblocked.push(index);
  }

  /** A run that was cancelled or timed out has its state already; the others are judged by their required steps. */
  #finish(): void {
    if (!isTerminal(this.#run.state)) this.change({ state: this.#outcome() });
    this.change({ completed_at: this.#at });
    const { state, error } = this.#run;
    const output = runOutput(this.#run);
    this.#command({
      type: "finish",
      state,
      ...(output === undefined ? {} : { output }),
      ...(error === undefined ? {} : { error }),
    });
  }

  #outcome(): RunState["state"] {
    const { plan, error } = this.#run;
    if (plan.kind === "invocation") return stateOfPhase[this.record(0).phase];
    return error === undefined ? "COMPLETED" : "FAILED";
  }

  #scope(): ExpressionScope {
    const { index_of, plan } = this.#run;
    return {
      metadata: plan.metadata,
      step: (stepId) => {
        const index = index_of.get(stepId);
        if (index === undefined) return undefined;
        const { phase, output } = this.record(index);
        return { state: stateOfPhase[phase], ...(output === undefined ? {} : { output }) };
      },
    };
  }

  #setRecord(index: number, record: StepRecord): void {
    this.change({ steps: this.#run.steps.set(index, Object.freeze(record)) });
  }

  #command(command: RunCommand): void {
    this.#commands.push(Object.freeze(command));
  }
}

type TerminalPhase = Exclude<StepPhase, "blocked" | "ready" | "running" | "waiting" | "held" | "held_again">;

function isHeld(phase: StepPhase): boolean {
  return phase === "held" || phase === "held_again";
}

/** Another attempt cannot change what was wrong with the request. Source: execution semantics, Plans. */
const neverRetried: ReadonlySet<ExecutionFailureReason> = new Set([
  "VALIDATION_ERROR",
  "POLICY_DENIED",
  "CONSTRAINT_VIOLATION",
]);

function ofStep(step: CompiledStep, error: ExecutionErrorInfo): ExecutionErrorInfo {
  return {
    ...error,
    message: `Step \`${step.step_id}\` failed: ${error.message}`,
    details: { ...error.details, step_id: step.step_id },
  };
}
