import { enforceOnOutput, violationError } from "@oap/governance";
import {
  type CompiledPlan,
  initialRun,
  isTerminal,
  type RunEvent,
  type RunState,
  stepStates,
  transition,
} from "@oap/plan";
import type { AttemptOutcome, AttemptRequest } from "@oap/plugins";
import { type ExecTarget, type ExecutionErrorInfo, type JsonObject, OapError } from "@oap/protocol";
import { type NewRun, type RunRecord, type Store, StoreError, type StoreTransaction } from "@oap/store";
import { type ExchangeTelemetry, noTelemetry, type Telemetry } from "@oap/telemetry";
import {
  type Advance,
  type AdvanceOptions,
  type AllowedAttempt,
  advanceRun,
  allowanceMs,
  type CarriedCommand,
  type JudgedAnew,
} from "../advance-run.ts";
import { AttemptQueue } from "../attempt-queue.ts";
import { journalRetriesMax, journalRetryMs } from "../limits.ts";
import {
  type Alongside,
  type Ending,
  type Interruption,
  interruptionOf,
  isResting,
  type LiveRun,
  liveRun,
  type Moved,
  type PendingEvent,
  runStanding,
  standing,
  statusOf,
} from "../live-run.ts";
import { outputBytes } from "../open-bytes.ts";
import type { Clock, Log } from "../ports.ts";

export interface EmbeddedDriverOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly attemptsRunningMax: number;
  /** Makes one attempt. It never rejects. */
  readonly runAttempt: (request: AttemptRequest) => Promise<AttemptOutcome>;
  /** Decides about each attempt before it is made, and writes that down. */
  readonly advance: Pick<AdvanceOptions, "gate" | "record">;
  /** Told after each commit that added to the journal. */
  readonly onJournaled: (invocationId: string) => void;
  /** Default: nobody watches. */
  readonly telemetry?: Pick<Telemetry, "runStarted" | "runResumed" | "journalFailed" | "resultDropped">;
}

/**
 * Drives the plan machine over a store, in this process. Owns the runs that have not ended: their states, timers and attempts.
 *
 * 1. An event is on disk before it shows anywhere: in a state that is read, in an answer, or in a command that is carried out.
 * 2. The events of one run are written in the order in which they came; those that wait are written together.
 * 3. An event that the machine calls stale is neither journaled nor acted upon; it is logged.
 * 4. The end of a run, its row and its execution's row are one transaction with the event that ended it.
 * 5. What an attempt returns after it was aborted, or at or after the run's deadline, is dropped and logged.
 * 6. An attempt is judged in the transaction that would start it; one that must wait or must not be made never shows as started.
 * 7. One that waited for its turn is not made where a kill switch was set meanwhile, nor as policies before the present ones
 *    had it: then it is judged anew.
 */
export class EmbeddedDriver {
  readonly #options: EmbeddedDriverOptions;
  readonly #runs = new Map<string, LiveRun>();
  readonly #attempts: AttemptQueue;
  readonly #telemetry: NonNullable<EmbeddedDriverOptions["telemetry"]>;
  #openSteps = 0;
  #openBytes = 0;
  #stopped = false;

  constructor(options: EmbeddedDriverOptions) {
    this.#options = options;
    this.#attempts = new AttemptQueue(options.attemptsRunningMax);
    this.#telemetry = options.telemetry ?? noTelemetry;
  }

  /** The runs that have not ended. */
  get openRuns(): ReadonlyMap<string, LiveRun> {
    return this.#runs;
  }

  /** The steps of these runs, whether they have ended or not. */
  get openSteps(): number {
    return this.#openSteps;
  }

  /** About how much these runs hold, in bytes of JSON. */
  get openBytes(): number {
    return this.#openBytes;
  }

  /** The attempts that wait until others have ended. */
  get attemptsWaiting(): number {
    return this.#attempts.waiting;
  }

  /**
   * Puts a run and its acceptance on disk, together with what `alongside` writes; nothing starts before `begin`.
   * Rejects with what `alongside` threw; then there is no run.
   */
  async accept(
    newRun: Omit<NewRun, "state">,
    plan: CompiledPlan,
    { reused, exchange, alongside }: Acceptance,
  ): Promise<LiveRun> {
    const { invocation_id, accepted_at, deadline_at } = newRun;
    const accepted: RunEvent = {
      type: "run.accepted",
      at: accepted_at,
      deadline_at,
      ...(reused === undefined ? {} : { reused }),
    };
    const telemetry = this.#telemetry.runStarted(this.#factsOf(newRun, plan), exchange);
    const { traceparent } = telemetry;
    const stored = traceparent === undefined ? newRun : { ...newRun, traceparent };
    const { compiled: _, ...record } = { ...stored, state: "PENDING" as const };
    const work = (transaction: StoreTransaction) => {
      const step = this.#advance(
        { record, plan, state: initialRun(plan, invocation_id), seq: 0 },
        [accepted],
        transaction,
      );
      const { state } = step;
      const live = liveRun({ ...record, ...standing(state) }, plan, step, telemetry);
      live.interruption = interruptionOf(state, nothing, accepted_at);
      live.firstCommands = step.commands;
      transaction.insertRun({ ...stored, ...standing(state), ...present(live.interruption) });
      alongside(transaction, live);
      if (step.commands.some(isFinish)) for (const ending of live.endings) ending(transaction, live.record);
      return { live, refused: step.refused };
    };
    let accepting: { live: LiveRun; refused: Advance["refused"] };
    try {
      accepting = await this.#options.store.transact(work);
    } catch (error) {
      telemetry.withdrawn();
      throw error;
    }
    const { live, refused } = accepting;
    this.#options.onJournaled(invocation_id);
    this.#add(live);
    for (const each of refused) telemetry.attemptDenied(each.attempt, each.reason);
    return live;
  }

  /** Carries out what the acceptance led to. A second call does nothing. */
  begin(run: LiveRun): void {
    if (this.#stopped) {
      this.#letGo(run, closing(run));
      return;
    }
    const commands = run.firstCommands;
    if (commands === undefined) return;
    run.firstCommands = undefined;
    this.#armDeadline(run);
    this.#carryOut(run, commands);
    if (isResting(run.state)) run.rest();
  }

  /** Takes up a run that an earlier process left open. Resolves when it goes on, or has ended by it. `atEnd` is written with its end. */
  async resume(record: RunRecord, plan: CompiledPlan, atEnd?: Ending): Promise<LiveRun> {
    const events = this.#options.store.events(record.invocation_id);
    let state = initialRun(plan, record.invocation_id);
    for (const { event } of events) state = transition(state, event as RunEvent).state;
    const { invocation_id, kind, plan_id, execution_id, traceparent } = record;
    const facts = { invocation_id, kind, plan_id, execution_id, traceparent, steps: plan.steps.length };
    const telemetry = this.#telemetry.runResumed(facts);
    const run = liveRun(record, plan, { state, seq: events.length }, telemetry);
    if (atEnd !== undefined) run.endings.push(atEnd);
    this.#add(run);
    const at = this.#options.clock.now();
    // Where the deadline passed meanwhile, nothing is started again only to be aborted.
    const overdue = at >= (state.deadline_at ?? record.deadline_at);
    if (!overdue) this.#armDeadline(run);
    await this.#moved(run, { type: overdue ? "run.deadline_reached" : "run.recovered", at });
    return run;
  }

  /** Tells the run that it is to be cancelled; resolves when that is on disk. */
  cancel(run: LiveRun, reason: string | undefined, alongside?: Alongside): Promise<Moved> {
    const at = this.#options.clock.now();
    return this.#moved(
      run,
      { type: "run.cancel_requested", at, ...(reason === undefined ? {} : { reason }) },
      alongside,
    );
  }

  /** Starts nothing new of the run until it is resumed. Resolves when that is on disk. */
  pause(run: LiveRun, alongside?: Alongside): Promise<Moved> {
    return this.#moved(run, { type: "run.pause_requested", at: this.#options.clock.now() }, alongside);
  }

  unpause(run: LiveRun, alongside?: Alongside): Promise<Moved> {
    return this.#moved(run, { type: "run.resume_requested", at: this.#options.clock.now() }, alongside);
  }

  /** Lets an attempt be made that waited for a human. The time that the human took is not counted against the run. */
  release(run: LiveRun, step_id: string, attempt: number): Promise<Moved> {
    const at = this.#options.clock.now();
    const deadline_at = at + allowanceMs(run.record);
    return this.#moved(run, { type: "step.released", at, step_id, attempt, deadline_at });
  }

  /** Ends a step whose attempt waited for a human, or runs, without its outcome. */
  refuse(run: LiveRun, step_id: string, attempt: number, error: ExecutionErrorInfo): Promise<Moved> {
    this.#abort(run, keyOf({ step_id, attempt }));
    const at = this.#options.clock.now();
    return this.#moved(run, { type: "step.failed", at, step_id, attempt, error, retryable: false });
  }

  /** Ends what runs at these targets, at once. */
  abortRunning(isTarget: (target: ExecTarget, run: RunRecord) => boolean, error: ExecutionErrorInfo): Promise<unknown> {
    const aborted: Promise<Moved>[] = [];
    for (const run of this.#runs.values()) {
      for (const step of run.plan.steps) {
        const { phase, attempt } = run.state.steps.get(step.index);
        if (phase === "running" && isTarget(step.target, run.record)) {
          aborted.push(this.refuse(run, step.step_id, attempt, error));
        }
      }
    }
    return Promise.allSettled(aborted);
  }

  /** Stops everything without a word to the journal: what is open on disk stays open. */
  stop(): void {
    this.#stopped = true;
    for (const run of this.#runs.values()) this.#letGo(run, closing(run));
    this.#runs.clear();
    this.#openSteps = 0;
    this.#openBytes = 0;
  }

  /** A run that is tried again is in a trace of its own, with a link to the earlier one. */
  #factsOf({ invocation_id, kind, plan_id, execution_id, retry_of }: Omit<NewRun, "state">, { steps }: CompiledPlan) {
    const traceparent = retry_of === undefined ? undefined : this.#options.store.run(retry_of)?.traceparent;
    return { invocation_id, kind, plan_id, execution_id, traceparent, steps: steps.length };
  }

  #add(run: LiveRun): void {
    this.#runs.set(run.record.invocation_id, run);
    this.#openSteps += run.plan.steps.length;
    this.#openBytes += run.bytes;
  }

  #remove(run: LiveRun): void {
    if (!this.#runs.delete(run.record.invocation_id)) return;
    this.#openSteps -= run.plan.steps.length;
    this.#openBytes -= run.bytes;
  }

  /** What runs hold grows with the outputs that their steps come to. */
  #grow(run: LiveRun, written: readonly PendingEvent[]): void {
    if (!this.#runs.has(run.record.invocation_id)) return;
    for (const { event } of written) {
      if (event.type !== "step.succeeded") continue;
      const bytes = outputBytes(event.output);
      run.bytes += bytes;
      this.#openBytes += bytes;
    }
  }

  #armDeadline(run: LiveRun): void {
    run.stopDeadline();
    run.stopDeadline = this.#options.clock.setTimer(deadlineOf(run), () => this.#reachDeadline(run));
  }

  #reachDeadline(run: LiveRun): void {
    run.stopDeadline();
    this.#tell(run, { type: "run.deadline_reached", at: this.#options.clock.now() });
  }

  #moved(run: LiveRun, event: PendingEvent["event"], alongside?: Alongside): Promise<Moved> {
    return new Promise((moved, failed) => this.#tell(run, event, { alongside, moved, failed }));
  }

  #tell(run: LiveRun, event: PendingEvent["event"], waiting: Omit<PendingEvent, "event"> = {}): void {
    if (this.#stopped) {
      waiting.failed?.(closing(run));
      return;
    }
    run.inbox.push({ event, ...waiting });
    this.#write(run);
  }

  /** Writes what is in the inbox when the store's turn comes, steps the machine through it, and carries out what follows. */
  #write(run: LiveRun): void {
    if (run.writing || run.waits.has(journalRetry) || this.#stopped) return;
    run.writing = true;
    this.#options.store
      .transact((transaction) => {
        const events = run.inbox.map(({ event }) => event);
        const step = this.#advance(run, events, transaction);
        const interruption = interruptionOf(step.state, run.interruption, step.at);
        if (step.commands.some(isFinish)) this.#writeEnd(transaction, run, step.state, step.at);
        else if (step.seq > run.seq) this.#writeStanding(transaction, run, step, interruption);
        for (const [index, { alongside }] of run.inbox.entries()) alongside?.(transaction, step.moves[index]!);
        return { ...step, interruption };
      })
      .then(
        (step) => {
          run.writing = false;
          run.journalFailures = 0;
          const journaled = step.seq > run.seq;
          const deadline = deadlineOf(run);
          run.state = step.state;
          run.seq = step.seq;
          run.interruption = step.interruption;
          if (deadlineOf(run) !== deadline && !isTerminal(run.state.state)) this.#armDeadline(run);
          const written = run.inbox.splice(0, step.moves.length);
          if (!isTerminal(step.state.state)) this.#grow(run, written);
          if (journaled) this.#options.onJournaled(run.record.invocation_id);
          for (const { attempt, reason } of step.refused) run.telemetry.attemptDenied(attempt, reason);
          this.#carryOut(run, step.commands);
          if (isResting(run.state)) run.rest();
          for (const [index, pending] of written.entries()) pending.moved?.(step.moves[index]!);
          if (run.inbox.length > 0) this.#write(run);
        },
        (error: unknown) => this.#journalFailed(run, error),
      );
  }

  #advance(
    run: Parameters<typeof advanceRun>[0],
    events: readonly (RunEvent | JudgedAnew)[],
    transaction: StoreTransaction,
  ): Advance {
    return advanceRun(run, events, transaction, { ...this.#options.advance, log: this.#options.log });
  }

  #writeStanding(
    transaction: StoreTransaction,
    run: LiveRun,
    { state, at }: Advance,
    interruption: Interruption,
  ): void {
    const { record } = run;
    const status = statusOf(state);
    if (state.state === run.state.state && status === statusOf(run.state) && sameInterruption(interruption, run))
      return;
    transaction.setRunStanding(record.invocation_id, runStanding(record, state, interruption));
    transaction.setExecutionStatus(record.execution_id, status, at);
  }

  #writeEnd(transaction: StoreTransaction, run: LiveRun, state: RunState, at: number): void {
    const end = standing(state);
    transaction.finishRun(run.record.invocation_id, end);
    transaction.setExecutionStatus(run.record.execution_id, statusOf(state), at);
    for (const ending of run.endings) ending(transaction, { ...run.record, ...end });
  }

  #carryOut(run: LiveRun, commands: readonly CarriedCommand[]): void {
    for (const command of commands) {
      switch (command.type) {
        case "start_attempt":
          this.#startAttempt(run, command);
          break;
        case "wait":
          this.#wait(run, command);
          break;
        case "abort_attempt":
          this.#abort(run, keyOf(command));
          break;
        case "continue":
          this.#continue(run);
          break;
        case "finish":
          this.#remove(run);
          this.#toldEnd(run);
          this.#letGo(run);
          break;
      }
    }
  }

  #toldEnd({ telemetry, record: { kind, accepted_at }, state }: LiveRun): void {
    const steps = kind === "invoke" ? [state] : stepStates(state);
    const durationMs = this.#options.clock.now() - accepted_at;
    telemetry.ended({ state: state.state, error: state.error, durationMs, steps });
  }

  #startAttempt(run: LiveRun, command: AllowedAttempt): void {
    const key = keyOf(command);
    const controller = new AbortController();
    const { step_id, attempt } = command;
    let waited = false;
    const withdraw = this.#attempts.add(async () => {
      const result = await this.#makeAttempt(run, command, controller.signal, waited);
      const { invocation_id } = run.record;
      const at = this.#options.clock.now();
      const isOpen = run.attempts.delete(key);
      if (result === "outdated") {
        if (isOpen) this.#tell(run, { type: "attempt.judged_anew", at, command });
        return;
      }
      if (isOpen && (at < deadlineOf(run) || !(await this.#isOver(run)))) {
        this.#tell(run, resultEvent(command, result, at));
        return;
      }
      if (result.ok || result.cancelled !== true) {
        const message = "A result came after its attempt was aborted or its run's deadline, and was dropped.";
        this.#telemetry.resultDropped("driver");
        this.#options.log(message, { invocation_id, step_id, attempt });
      }
    });
    waited = true;
    run.attempts.set(key, () => {
      withdraw();
      controller.abort();
    });
  }

  /** Ends a run whose deadline has passed: code that held the event loop has held its timer too. False where a human has more time for it. */
  async #isOver(run: LiveRun): Promise<boolean> {
    run.stopDeadline();
    try {
      const { after } = await this.#moved(run, { type: "run.deadline_reached", at: this.#options.clock.now() });
      return isTerminal(after);
    } catch {
      return true;
    }
  }

  /** Makes an attempt, unless it waited and the decision about it is outdated. */
  async #makeAttempt(run: LiveRun, command: AllowedAttempt, signal: AbortSignal, waited: boolean) {
    const { record, telemetry } = run;
    const { attempt, target, input, idempotency_key, timeout_ms } = command;
    const error = this.#options.advance.gate.refusal(record, target);
    if (error !== undefined) {
      telemetry.attemptDenied(command, error.reason);
      return { ok: false, error, retryable: false } satisfies AttemptOutcome;
    }
    if (waited && !this.#isStillAllowed(run, command)) return "outdated";
    let isOutdated = false;
    const mayBegin = (): boolean => {
      isOutdated = !this.#isStillAllowed(run, command);
      return !isOutdated;
    };
    const trace_id = telemetry.traceId;
    const watched = telemetry.attemptStarted(command);
    const traceHeaders = () => watched.traceHeaders();
    const asked = { target, input, attempt, idempotency_key, timeout_ms, trace_id, signal, mayBegin, traceHeaders };
    const outcome = await watched.run(() => this.#options.runAttempt(asked));
    watched.ended(outcome);
    return isOutdated ? "outdated" : outcome;
  }

  /** Whether the policies that are in force now still say of an attempt what they said when it was issued. */
  #isStillAllowed({ record, plan, state }: LiveRun, command: AllowedAttempt): boolean {
    const step = plan.steps[state.index_of.get(command.step_id) ?? -1];
    if (step === undefined) return false;
    const verdict = this.#options.advance.gate.judge({ record, plan, step }, command, this.#options.store);
    return verdict.kind === "allowed" && verdict.decision.policy_binding_id === command.policy_binding_id;
  }

  #wait(run: LiveRun, { step_id, attempt, until }: Extract<CarriedCommand, { type: "wait" }>): void {
    const { clock } = this.#options;
    const key = keyOf({ step_id, attempt });
    const stop = clock.setTimer(until, () => {
      run.waits.delete(key);
      this.#tell(run, { type: "step.retry_due", at: clock.now(), step_id, attempt });
    });
    run.waits.set(key, stop);
  }

  /** Others have their turn; an event of the run that comes meanwhile goes on with it as well. */
  #continue(run: LiveRun): void {
    if (run.continuing) return;
    run.continuing = true;
    setImmediate(() => {
      run.continuing = false;
      if (run.state.undecided === undefined || isTerminal(run.state.state)) return;
      this.#tell(run, { type: "run.continued", at: this.#options.clock.now() });
    });
  }

  #abort(run: LiveRun, key: string): void {
    const stop = run.attempts.get(key) ?? run.waits.get(key);
    run.attempts.delete(key);
    run.waits.delete(key);
    stop?.();
  }

  /** Frees all that a run holds here, and settles those who wait for it. */
  #letGo(run: LiveRun, error?: Error): void {
    run.stopDeadline();
    for (const key of [...run.attempts.keys(), ...run.waits.keys()]) this.#abort(run, key);
    if (error === undefined) {
      run.resolveEnded();
      return;
    }
    run.rejectEnded(error);
    for (const pending of run.inbox.splice(0)) pending.failed?.(error);
  }

  #journalFailed(run: LiveRun, error: unknown): void {
    run.writing = false;
    this.#telemetry.journalFailed();
    if (this.#stopped) return;
    const { invocation_id } = run.record;
    run.journalFailures += 1;
    // Only the disk's failures may pass. Any other is a defect, and would be the same again.
    if (error instanceof StoreError && error.code === "WRITE_FAILED" && run.journalFailures <= journalRetriesMax) {
      this.#options.log("The journal could not be written; it is tried again.", {
        invocation_id,
        failures: run.journalFailures,
      });
      const stop = this.#options.clock.setTimer(this.#options.clock.now() + journalRetryMs, () => {
        run.waits.delete(journalRetry);
        this.#write(run);
      });
      run.waits.set(journalRetry, stop);
      return;
    }
    this.#options.log("A run was given up until the next start.", { invocation_id, error: String(error) });
    this.#remove(run);
    run.telemetry.givenUp();
    this.#letGo(run, new OapError("INTERNAL", { details: { invocation_id }, cause: error }));
  }
}

/** What goes with the acceptance of a run. */
export interface Acceptance {
  /** Outputs of an earlier run of the same plan. */
  readonly reused?: readonly { readonly step_id: string; readonly output: JsonObject }[] | undefined;
  /** The exchange that asks for it. */
  readonly exchange?: ExchangeTelemetry | undefined;
  /** Writes more in the same transaction; what it throws undoes the acceptance. */
  readonly alongside: (transaction: StoreTransaction, accepted: LiveRun) => void;
}

const nothing: Interruption = { paused_at: undefined, awaiting_approval_since: undefined };

function present({ paused_at, awaiting_approval_since }: Interruption): Pick<RunRecord, keyof Interruption> {
  return {
    ...(paused_at === undefined ? {} : { paused_at }),
    ...(awaiting_approval_since === undefined ? {} : { awaiting_approval_since }),
  };
}

function sameInterruption(next: Interruption, { interruption }: LiveRun): boolean {
  return (
    next.paused_at === interruption.paused_at && next.awaiting_approval_since === interruption.awaiting_approval_since
  );
}

function deadlineOf({ state, record }: LiveRun): number {
  return state.deadline_at ?? record.deadline_at;
}

/** Among a run's waits: the one for a journal that could not be written. No step's key is like it. */
const journalRetry = "journal";

function closing({ record: { invocation_id } }: LiveRun): OapError {
  const message = "The control plane is closing. The run is kept, and goes on when the control plane starts again.";
  return new OapError("OVERLOADED", { message, details: { invocation_id } });
}

function keyOf({ step_id, attempt }: { readonly step_id: string; readonly attempt: number }): string {
  return `${step_id}#${attempt}`;
}

function isFinish(command: CarriedCommand): boolean {
  return command.type === "finish";
}

/** What came of an attempt, under the constraints that policy set for its output. */
function resultEvent({ step_id, attempt, constraints }: AllowedAttempt, result: AttemptOutcome, at: number): RunEvent {
  if (!result.ok) {
    const { error, retryable, timed_out } = result;
    return { type: "step.failed", at, step_id, attempt, error, retryable, ...(timed_out === true && { timed_out }) };
  }
  const enforced = enforceOnOutput(constraints, result.output);
  if (enforced.ok) return { type: "step.succeeded", at, step_id, attempt, output: enforced.value };
  const error = violationError(enforced.violation);
  return { type: "step.failed", at, step_id, attempt, error, retryable: false };
}
