import {
  type CompiledPlan,
  initialRun,
  isTerminal,
  type RunEvent,
  type RunState,
  type StepPhase,
  type StepRecord,
  stepStates,
  transition,
} from "@oap/plan";
import {
  type ExecTarget,
  type ExecutionErrorInfo,
  type JobState,
  jobStateOfExecutionState,
  OapError,
  type PlanStepState,
} from "@oap/protocol";
import type { NewRun, RunRecord, Store, StoreTransaction } from "@oap/store";
import { type ExchangeTelemetry, noTelemetry, type Telemetry } from "@oap/telemetry";
import type { CompiledPlans } from "./compiled-plans.ts";
import type { Acceptance, EmbeddedDriver } from "./drivers/embedded.ts";
import { type EngineLimits, replaysKeptMax } from "./limits.ts";
import { type Alongside, type Ending, type LiveRun, type Moved, standing } from "./live-run.ts";
import { planBytes } from "./open-bytes.ts";
import type { Clock, Ids, Log } from "./ports.ts";

/** A request for work, as storage and the driver need it. */
export type JobOrder = Pick<
  NewRun,
  "kind" | "plan_id" | "execution_id" | "caller" | "target" | "action" | "mode" | "governance" | "retry_of"
> & {
  /** Outputs of an ended run of the same plan that need not be made again. */
  readonly reused?: Acceptance["reused"];
  readonly plan: CompiledPlan;
  /** From acceptance, in milliseconds. */
  readonly timeoutMs: number;
};

/** Work that was accepted: in the words of its lifecycle, and as the run that carries it. */
export interface StoredJob {
  readonly status: JobState;
  readonly run: RunRecord;
}

export interface JobServiceOptions {
  readonly store: Store;
  readonly compiledPlans: CompiledPlans;
  readonly driver: EmbeddedDriver;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly limits: EngineLimits;
  /** Default: nobody watches. */
  readonly telemetry?: Pick<Telemetry, "queueRejected"> | undefined;
}

/**
 * The lifecycle of jobs, PENDING → RUNNING → SUCCESS or FAILED, and where they are kept: in memory while they are open, and
 * always on disk.
 *
 * 1. A job that `createJob` returned is on disk.
 * 2. At most `openRunsMax` jobs with `openStepsMax` steps are open, and none is added to more than `openBytesMax`; what an earlier process left open is taken up beside them.
 * 3. The status of an ended job comes from the journal, never from memory that could have been lost.
 *
 * Source: execution governance architecture, 2 and 4.
 */
export class JobService {
  readonly #options: JobServiceOptions;
  /** Step states of ended plan runs, replayed; the oldest is dropped first. They never change. */
  readonly #replays = new Map<string, readonly PlanStepState[]>();
  #acceptingRuns = 0;
  #acceptingSteps = 0;
  #acceptingBytes = 0;
  #closing = false;

  constructor(options: JobServiceOptions) {
    this.#options = options;
  }

  get attemptsWaiting(): number {
    return this.#options.driver.attemptsWaiting;
  }

  /** Throws OVERLOADED where no further job may be created now. */
  assertOpen(plan: CompiledPlan): void {
    const { steps } = plan;
    const { driver, limits, telemetry = noTelemetry } = this.#options;
    if (this.#closing) throw overloaded("The control plane is closing and takes no further work.");
    if (driver.openRuns.size + this.#acceptingRuns >= limits.openRunsMax) {
      telemetry.queueRejected("runs");
      throw overloaded(`${limits.openRunsMax} runs are open, which is the most there may be. Try again later.`);
    }
    if (driver.openSteps + this.#acceptingSteps + steps.length > limits.openStepsMax) {
      telemetry.queueRejected("steps");
      throw overloaded(
        `The open runs would have more than ${limits.openStepsMax} steps. Try again when some have ended.`,
      );
    }
    if (driver.openBytes + this.#acceptingBytes + planBytes(plan) > limits.openBytesMax) {
      telemetry.queueRejected("bytes");
      throw overloaded(
        `The open runs would hold more than ${limits.openBytesMax} bytes. Try again when some have ended.`,
      );
    }
  }

  /** Accepts a job; with it goes to disk what `alongside` writes about it. It does not run yet. */
  async createJob(order: JobOrder, { exchange, alongside, atEnd }: JobWrites): Promise<StoredJob> {
    this.assertOpen(order.plan);
    const { driver, clock, ids } = this.#options;
    const { plan, timeoutMs, reused, ...record } = order;
    const accepted_at = clock.now();
    const newRun = {
      ...record,
      invocation_id: ids.next("inv"),
      accepted_at,
      deadline_at: accepted_at + timeoutMs,
      ...(record.kind === "invoke" ? { compiled: plan } : {}),
    };
    this.#acceptingRuns += 1;
    this.#acceptingSteps += plan.steps.length;
    this.#acceptingBytes += planBytes(plan);
    try {
      const run = await driver.accept(newRun, plan, {
        reused,
        exchange,
        alongside: (transaction, accepted) => {
          if (atEnd !== undefined) accepted.endings.push(atEnd);
          alongside(transaction, liveJob(accepted), accepted.state);
        },
      });
      return liveJob(run);
    } finally {
      this.#acceptingRuns -= 1;
      this.#acceptingSteps -= plan.steps.length;
      this.#acceptingBytes -= planBytes(plan);
    }
  }

  /** Runs an accepted job; resolves to it when its end is on disk, or when it waits for a human and cannot go on. */
  async runJob({ run: { invocation_id } }: StoredJob): Promise<StoredJob> {
    const { driver } = this.#options;
    const run = driver.openRuns.get(invocation_id);
    if (run === undefined) throw new OapError("INVOCATION_NOT_FOUND");
    driver.begin(run);
    await Promise.race([run.ended, run.resting]);
    return liveJob(run);
  }

  job(invocationId: string): StoredJob | undefined {
    const { driver, store } = this.#options;
    const live = driver.openRuns.get(invocationId);
    if (live !== undefined) return liveJob(live);
    const record = store.run(invocationId);
    return record === undefined ? undefined : jobOf(record);
  }

  /** The states of a plan run's steps, in the order of the plan. */
  stepStates(job: StoredJob): readonly PlanStepState[] {
    const id = job.run.invocation_id;
    const kept = this.#replays.get(id);
    if (kept !== undefined) return kept;
    const states = stepStates(this.stateOf(job));
    if (isTerminal(job.run.state)) this.#keep(id, states);
    return states;
  }

  /** Cancels an open job; an ended one stays as it is. Throws INTERNAL for one that this process had to give up. */
  async cancelJob(job: StoredJob, reason: string | undefined, alongside?: Alongside): Promise<Moved> {
    const { driver, store } = this.#options;
    const live = await this.#liveSoon(job);
    if (live !== undefined) return await driver.cancel(live, reason, alongside);
    const { state } = store.run(job.run.invocation_id) ?? job.run;
    if (isTerminal(state)) return { before: state, after: state };
    throw new OapError("INTERNAL", {
      message: "The run is open on disk and was given up by this process; it can be cancelled after the next start.",
    });
  }

  /** Lets nothing new of an open job start, until it is resumed. Throws STATE_CONFLICT where it has ended, or is paused already. */
  async pauseJob(job: StoredJob, alongside?: Alongside): Promise<void> {
    const live = await this.#live(job);
    if (live.state.paused) throw conflict(job, "is paused already");
    assertOpenStill(job, await this.#options.driver.pause(live, whereOpen(alongside)));
  }

  /** Throws STATE_CONFLICT where it is not paused. */
  async resumeJob(job: StoredJob, exchange?: ExchangeTelemetry, alongside?: Alongside): Promise<void> {
    const live = await this.#live(job);
    if (!live.state.paused) throw conflict(job, "is not paused");
    assertOpenStill(job, await this.#options.driver.unpause(live, whereOpen(alongside)));
    if (exchange !== undefined) live.telemetry.continued("resumed", exchange);
  }

  /** The machine's state of a job, replayed from the journal where it has ended. */
  stateOf({ run }: StoredJob): RunState {
    const { driver, store } = this.#options;
    const id = run.invocation_id;
    const live = driver.openRuns.get(id);
    if (live !== undefined) return live.state;
    let state = initialRun(this.#planOf(run), id);
    for (const { event } of store.events(id)) state = transition(state, event as RunEvent).state;
    return state;
  }

  /** Ends what runs at these targets, at once and for this reason. Resolves when that is on disk. */
  async abortRunning(
    isTarget: (target: ExecTarget, run: RunRecord) => boolean,
    error: ExecutionErrorInfo,
  ): Promise<void> {
    await this.#options.driver.abortRunning(isTarget, error);
  }

  /** Tells an open run what became of its held step. One that has ended or gone on meanwhile is left as it is. */
  async settleHeldStep(
    invocationId: string,
    stepId: string,
    outcome: "released" | ExecutionErrorInfo,
    exchange?: ExchangeTelemetry,
  ): Promise<void> {
    const { driver } = this.#options;
    const live = driver.openRuns.get(invocationId);
    const index = live?.state.index_of.get(stepId);
    if (live === undefined || index === undefined) return;
    const { phase, attempt } = live.state.steps.get(index);
    if (!isHeld(phase)) return;
    if (outcome === "released") {
      if (exchange !== undefined) live.telemetry.continued("approved", exchange);
      await driver.release(live, stepId, attempt);
    } else await driver.refuse(live, stepId, attempt, outcome);
  }

  /** Whether a step of an open run has ended, as far as is known here. */
  hasEnded(invocationId: string, stepId: string | undefined): boolean {
    const live = this.#options.driver.openRuns.get(invocationId);
    const index = stepId === undefined ? undefined : live?.state.index_of.get(stepId);
    return live !== undefined && index !== undefined && hasEnded(live.state.steps.get(index));
  }

  /** The steps of open runs that wait for a human. */
  heldSteps(): readonly HeldStep[] {
    return [...this.#options.driver.openRuns.values()]
      .filter(({ state }) => state.held > 0)
      .flatMap(({ record, plan, state }) =>
        plan.steps
          .filter(({ index }) => isHeld(state.steps.get(index).phase))
          .map(({ step_id }) => ({ run: record, step_id })),
      );
  }

  async #live(job: StoredJob): Promise<LiveRun> {
    const live = await this.#liveSoon(job);
    if (live === undefined) throw conflict(job, `is ${job.run.state} and has ended`);
    return live;
  }

  /** An open run. One whose acceptance is on its way to the disk can be read in the store a moment before it is open here. */
  async #liveSoon({ run: { invocation_id, state } }: StoredJob): Promise<LiveRun | undefined> {
    const { driver, store } = this.#options;
    if (!driver.openRuns.has(invocation_id) && !isTerminal(state)) await store.transact(nothing);
    return driver.openRuns.get(invocation_id);
  }

  /** Takes up every job that an earlier process left open, in the order of their acceptance. `atEnd` is written with the end of each. */
  async recoverJobs(atEnd: RecoveredEnding): Promise<readonly StoredJob[]> {
    const { store } = this.#options;
    const recovered = await Promise.all(store.openRuns().map((record) => this.#recoverJob(record, atEnd)));
    return recovered.filter((job) => job !== undefined);
  }

  /** What a run carries out: an invocation's own compiled form, or that of the plan that it applies. */
  #planOf({ invocation_id, plan_id }: RunRecord): CompiledPlan {
    const { store, compiledPlans } = this.#options;
    return plan_id === undefined ? (store.compiledRun(invocation_id) as CompiledPlan) : compiledPlans.of(plan_id);
  }

  async #recoverJob(record: RunRecord, atEnd: RecoveredEnding): Promise<StoredJob | undefined> {
    const { driver, log } = this.#options;
    const { invocation_id } = record;
    try {
      const plan = this.#planOf(record);
      return liveJob(await driver.resume(record, plan, (transaction, run) => atEnd(transaction, run, plan)));
    } catch (error) {
      // One run that cannot be read must not keep all the others, and the server, from going on.
      log("A run could not be taken up; it stays open.", { invocation_id, error: String(error) });
      return undefined;
    }
  }

  /** Takes no further jobs, lets open ones go on for a little while, and then stops them where they are: on disk they stay open. */
  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const { driver, store, clock, limits } = this.#options;
    // What was accepted before is open after it.
    await store.transact(nothing).catch(nothing);
    const open = [...driver.openRuns.values()];
    if (open.length > 0 && limits.closeWaitMsMax > 0) {
      const { promise: waited, resolve } = Promise.withResolvers<void>();
      const stop = clock.setTimer(clock.now() + limits.closeWaitMsMax, resolve);
      await Promise.race([waited, Promise.allSettled(open.map((run) => run.ended))]);
      stop();
    }
    driver.stop();
  }

  #keep(id: string, states: readonly PlanStepState[]): void {
    const [oldest] = this.#replays.keys();
    if (oldest !== undefined && this.#replays.size >= replaysKeptMax) this.#replays.delete(oldest);
    this.#replays.set(id, states);
  }
}

function nothing(): void {}

function overloaded(message: string): OapError {
  return new OapError("OVERLOADED", { message });
}

/** What is written in the transactions that accept and end a job. */
export interface JobWrites {
  readonly exchange?: ExchangeTelemetry | undefined;
  readonly alongside: (transaction: StoreTransaction, job: StoredJob, state: RunState) => void;
  readonly atEnd?: Ending | undefined;
}

/** Writes what belongs to the end of a run that an earlier process accepted. */
type RecoveredEnding = (transaction: StoreTransaction, run: RunRecord, plan: CompiledPlan) => void;

/** A step that waits for a human. */
export interface HeldStep {
  readonly run: RunRecord;
  readonly step_id: string;
}

function hasEnded({ completed_at }: StepRecord): boolean {
  return completed_at !== undefined;
}

function isHeld(phase: StepPhase): boolean {
  return phase === "held" || phase === "held_again";
}

/** Nothing is written where the run has ended before. */
function whereOpen(alongside: Alongside | undefined): Alongside | undefined {
  if (alongside === undefined) return undefined;
  return (transaction, moved) => {
    if (!isTerminal(moved.before)) alongside(transaction, moved);
  };
}

/** What came before it in the journal may have ended the run. */
function assertOpenStill({ run: { invocation_id } }: StoredJob, { before }: Moved): void {
  if (!isTerminal(before)) return;
  throw new OapError("STATE_CONFLICT", {
    message: `The run ${invocation_id} is ${before} and has ended.`,
    details: { invocation_id, state: before },
  });
}

function conflict({ run: { invocation_id, state } }: StoredJob, why: string): OapError {
  return new OapError("STATE_CONFLICT", {
    message: `The run ${invocation_id} ${why}.`,
    details: { invocation_id, state },
  });
}

function liveJob({ record, state }: LiveRun): StoredJob {
  return jobOf({ ...record, ...standing(state) });
}

export function jobOf(run: RunRecord): StoredJob {
  return { status: jobStateOfExecutionState[run.state], run };
}
