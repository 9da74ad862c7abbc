import { type CompiledPlan, initialRun, type RunCommand, type RunEvent, type RunState, transition } from "@oap/plan";
import type { AttemptOutcome, AttemptRequest } from "@oap/plugins";
import { type ExecutionErrorInfo, OapError } from "@oap/protocol";
import { type NewRun, type RunRecord, type Store, StoreError, type StoreTransaction } from "@oap/store";
import { AttemptQueue } from "../attempt-queue.ts";
import { executionStatusOf } from "../execution-status.ts";
import { journalRetriesMax, journalRetryMs } from "../limits.ts";
import { type LiveRun, liveRun, type Moved, type PendingEvent, standing } from "../live-run.ts";
import type { Clock, Log } from "../ports.ts";

type StartAttempt = Extract<RunCommand, { type: "start_attempt" }>;

export interface EmbeddedDriverOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly attemptsRunningMax: number;
  /** Makes one attempt. It never rejects. */
  readonly runAttempt: (request: AttemptRequest) => Promise<AttemptOutcome>;
  /** Asked before each attempt: why it must not be made, if so. */
  readonly denyAttempt: (run: LiveRun, attempt: StartAttempt) => ExecutionErrorInfo | undefined;
}

/**
 * Drives the plan machine over a store, in this process. Owns the runs that have not ended: their states, timers and attempts.
 *
 * 1. An event is on disk before it shows anywhere: in a state that is read, in an answer, or in a command that is carried out.
 * 2. The events of one run are written in the order in which they came; those that wait are written together.
 * 3. An event that the machine calls stale is neither journaled nor acted upon; it is logged.
 * 4. The end of a run, its row and its execution's row are one transaction with the event that ended it.
 * 5. What an attempt returns after it was aborted is dropped and logged.
 */
export class EmbeddedDriver {
  readonly #options: EmbeddedDriverOptions;
  readonly #runs = new Map<string, LiveRun>();
  readonly #attempts: AttemptQueue;
  #stopped = false;

  constructor(options: EmbeddedDriverOptions) {
    this.#options = options;
    this.#attempts = new AttemptQueue(options.attemptsRunningMax);
  }

  /** The runs that have not ended. */
  get openRuns(): ReadonlyMap<string, LiveRun> {
    return this.#runs;
  }

  /**
   * Puts a run and its acceptance on disk, together with what `alongside` writes; nothing starts before `begin`.
   * Rejects with what `alongside` threw; then there is no run.
   */
  async accept(
    newRun: Omit<NewRun, "state">,
    plan: CompiledPlan,
    alongside: (transaction: StoreTransaction, accepted: RunRecord) => void,
  ): Promise<LiveRun> {
    const { invocation_id, accepted_at, deadline_at } = newRun;
    const accepted: RunEvent = { type: "run.accepted", at: accepted_at, deadline_at };
    const { state, commands } = transition(initialRun(plan, invocation_id), accepted);
    const row: NewRun = { ...newRun, ...standing(state) };
    await this.#options.store.transact((transaction) => {
      alongside(transaction, row);
      transaction.insertRun(row);
      transaction.appendEvent(invocation_id, 1, accepted);
    });
    const { compiled: _, ...record } = row;
    const run = liveRun(record, plan, state, 1);
    run.firstCommands = commands;
    this.#runs.set(invocation_id, run);
    return run;
  }

  /** Carries out what the acceptance led to. A second call does nothing. */
  begin(run: LiveRun): void {
    if (this.#stopped) {
      this.#letGo(run, closing(run));
      return;
    }
    const commands = run.firstCommands;
    if (commands.length === 0) return;
    run.firstCommands = [];
    this.#armDeadline(run);
    this.#carryOut(run, commands);
  }

  /** Takes up a run that an earlier process left open. Resolves when it goes on, or has ended by it. */
  async resume(record: RunRecord, plan: CompiledPlan): Promise<LiveRun> {
    const events = this.#options.store.events(record.invocation_id);
    let state = initialRun(plan, record.invocation_id);
    for (const { event } of events) state = transition(state, event as RunEvent).state;
    const run = liveRun(record, plan, state, events.length);
    this.#runs.set(record.invocation_id, run);
    const at = this.#options.clock.now();
    // Where the deadline passed meanwhile, nothing is started again only to be aborted.
    const overdue = at >= record.deadline_at;
    if (!overdue) this.#armDeadline(run);
    await this.#moved(run, { type: overdue ? "run.deadline_reached" : "run.recovered", at });
    return run;
  }

  /** Tells the run that it is to be cancelled; resolves when that is on disk. */
  cancel(run: LiveRun, reason: string | undefined): Promise<Moved> {
    const at = this.#options.clock.now();
    return this.#moved(run, { type: "run.cancel_requested", at, ...(reason === undefined ? {} : { reason }) });
  }

  /** Stops everything without a word to the journal: what is open on disk stays open. */
  stop(): void {
    this.#stopped = true;
    for (const run of this.#runs.values()) this.#letGo(run, closing(run));
    this.#runs.clear();
  }

  #armDeadline(run: LiveRun): void {
    const { clock } = this.#options;
    run.stopDeadline = clock.setTimer(run.record.deadline_at, () => {
      this.#tell(run, { type: "run.deadline_reached", at: clock.now() });
    });
  }

  #moved(run: LiveRun, event: RunEvent): Promise<Moved> {
    return new Promise((moved, failed) => this.#tell(run, event, { moved, failed }));
  }

  #tell(run: LiveRun, event: RunEvent, waiting: Omit<PendingEvent, "event"> = {}): void {
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
        const step = this.#step(run, transaction);
        if (step.commands.some(isFinish)) this.#writeEnd(transaction, run.record, step.state, step.at);
        return step;
      })
      .then(
        (step) => {
          run.writing = false;
          run.journalFailures = 0;
          run.state = step.state;
          run.seq = step.seq;
          const written = run.inbox.splice(0, step.moves.length);
          this.#carryOut(run, step.commands);
          for (const [index, pending] of written.entries()) pending.moved?.(step.moves[index]!);
          if (run.inbox.length > 0) this.#write(run);
        },
        (error: unknown) => this.#journalFailed(run, error),
      );
  }

  #step(run: LiveRun, transaction: StoreTransaction) {
    let { state, seq } = run;
    let at = 0;
    const commands: RunCommand[] = [];
    const moves: Moved[] = [];
    for (const { event } of run.inbox) {
      const next = transition(state, event);
      moves.push({ before: state.state, after: next.state.state });
      if (next.state === state) {
        this.#options.log("An event came too late and was dropped.", {
          invocation_id: run.record.invocation_id,
          type: event.type,
        });
        continue;
      }
      seq += 1;
      at = event.at;
      transaction.appendEvent(run.record.invocation_id, seq, event);
      commands.push(...next.commands);
      state = next.state;
    }
    return { state, seq, at, commands, moves };
  }

  #writeEnd(transaction: StoreTransaction, record: RunRecord, state: RunState, at: number): void {
    const end = standing(state);
    transaction.finishRun(record.invocation_id, end);
    transaction.setExecutionStatus(record.execution_id, executionStatusOf[end.state], at);
  }

  #carryOut(run: LiveRun, commands: readonly RunCommand[]): void {
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
        case "finish":
          this.#runs.delete(run.record.invocation_id);
          this.#letGo(run);
          break;
      }
    }
  }

  #startAttempt(run: LiveRun, command: StartAttempt): void {
    const { step_id, attempt } = command;
    const denial = this.#options.denyAttempt(run, command);
    if (denial !== undefined) {
      const at = this.#options.clock.now();
      this.#tell(run, { type: "step.failed", at, step_id, attempt, error: denial, retryable: false });
      return;
    }
    const key = keyOf(command);
    const controller = new AbortController();
    const { target, input, idempotency_key, timeout_ms } = command;
    const withdraw = this.#attempts.add(async () => {
      const result = await this.#options.runAttempt({
        target,
        input,
        attempt,
        idempotency_key,
        timeout_ms,
        signal: controller.signal,
      });
      if (run.attempts.delete(key)) this.#tell(run, resultEvent(step_id, attempt, result, this.#options.clock.now()));
      else if (result.ok || result.cancelled !== true) {
        const { invocation_id } = run.record;
        this.#options.log("A result came after its attempt was aborted, and was dropped.", {
          invocation_id,
          step_id,
          attempt,
        });
      }
    });
    run.attempts.set(key, () => {
      withdraw();
      controller.abort();
    });
  }

  #wait(run: LiveRun, { step_id, attempt, until }: Extract<RunCommand, { type: "wait" }>): void {
    const { clock } = this.#options;
    const key = keyOf({ step_id, attempt });
    const stop = clock.setTimer(until, () => {
      run.waits.delete(key);
      this.#tell(run, { type: "step.retry_due", at: clock.now(), step_id, attempt });
    });
    run.waits.set(key, stop);
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
    this.#runs.delete(invocation_id);
    this.#letGo(run, new OapError("INTERNAL", { details: { invocation_id }, cause: error }));
  }
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

function isFinish(command: RunCommand): boolean {
  return command.type === "finish";
}

function resultEvent(step_id: string, attempt: number, result: AttemptOutcome, at: number): RunEvent {
  if (result.ok) return { type: "step.succeeded", at, step_id, attempt, output: result.output };
  const { error, retryable, timed_out } = result;
  return { type: "step.failed", at, step_id, attempt, error, retryable, ...(timed_out === true ? { timed_out } : {}) };
}
