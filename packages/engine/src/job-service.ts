import { type CompiledPlan, initialRun, isTerminal, type RunEvent, stepStates, transition } from "@oap/plan";
import { type JobState, jobStateOfExecutionState, OapError, type PlanStepState } from "@oap/protocol";
import type { NewRun, RunRecord, Store, StoreTransaction } from "@oap/store";
import type { EmbeddedDriver } from "./drivers/embedded.ts";
import { type EngineLimits, replaysKeptMax } from "./limits.ts";
import { type LiveRun, type Moved, standing } from "./live-run.ts";
import type { Clock, Ids, Log } from "./ports.ts";

/** A request for work, as storage and the driver need it. */
export type JobOrder = Pick<
  NewRun,
  "kind" | "plan_id" | "execution_id" | "caller" | "target" | "action" | "mode" | "governance"
> & {
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
  readonly driver: EmbeddedDriver;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly limits: EngineLimits;
}

/**
 * The lifecycle of jobs, PENDING → RUNNING → SUCCESS or FAILED, and where they are kept: in memory while they are open, and
 * always on disk.
 *
 * 1. A job that `createJob` returned is on disk.
 * 2. At most `openRunsMax` jobs are open; what an earlier process left open is taken up beside them.
 * 3. The status of an ended job comes from the journal, never from memory that could have been lost.
 *
 * Source: execution governance architecture, 2 and 4.
 */
export class JobService {
  readonly #options: JobServiceOptions;
  /** Step states of ended plan runs, replayed; the oldest is dropped first. They never change. */
  readonly #replays = new Map<string, readonly PlanStepState[]>();
  #accepting = 0;
  #closing = false;

  constructor(options: JobServiceOptions) {
    this.#options = options;
  }

  /** Throws OVERLOADED where no further job may be created now. */
  assertOpen(): void {
    const { driver, limits } = this.#options;
    if (this.#closing)
      throw new OapError("OVERLOADED", { message: "The control plane is closing and takes no further work." });
    if (driver.openRuns.size + this.#accepting < limits.openRunsMax) return;
    throw new OapError("OVERLOADED", {
      message: `${limits.openRunsMax} runs are open, which is the most there may be. Try again later.`,
    });
  }

  /** Accepts a job; with it goes to disk what `alongside` writes about it. It does not run yet. */
  async createJob(
    order: JobOrder,
    alongside: (transaction: StoreTransaction, job: StoredJob) => void,
  ): Promise<StoredJob> {
    this.assertOpen();
    const { driver, clock, ids } = this.#options;
    const { plan, timeoutMs, ...record } = order;
    const accepted_at = clock.now();
    const newRun = {
      ...record,
      invocation_id: ids.next("inv"),
      accepted_at,
      deadline_at: accepted_at + timeoutMs,
      ...(record.kind === "invoke" ? { compiled: plan } : {}),
    };
    this.#accepting += 1;
    try {
      const run = await driver.accept(newRun, plan, (transaction, accepted) => alongside(transaction, jobOf(accepted)));
      return liveJob(run);
    } finally {
      this.#accepting -= 1;
    }
  }

  /** Runs an accepted job; resolves to it when its end is on disk. */
  async runJob({ run: { invocation_id } }: StoredJob): Promise<StoredJob> {
    const { driver } = this.#options;
    const run = driver.openRuns.get(invocation_id);
    if (run === undefined) throw new OapError("INVOCATION_NOT_FOUND");
    driver.begin(run);
    await run.ended;
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
  stepStates({ run }: StoredJob): readonly PlanStepState[] {
    const { driver, store } = this.#options;
    const id = run.invocation_id;
    const live = driver.openRuns.get(id);
    if (live !== undefined) return stepStates(live.state);
    const kept = this.#replays.get(id);
    if (kept !== undefined) return kept;
    let state = initialRun(store.compiledRun(id) as CompiledPlan, id);
    for (const { event } of store.events(id)) state = transition(state, event as RunEvent).state;
    const replayed = stepStates(state);
    if (isTerminal(run.state)) this.#keep(id, replayed);
    return replayed;
  }

  /** Cancels an open job; an ended one stays as it is. Throws INTERNAL for one that this process had to give up. */
  async cancelJob({ run }: StoredJob, reason: string | undefined): Promise<Moved> {
    const live = this.#options.driver.openRuns.get(run.invocation_id);
    if (live !== undefined) return await this.#options.driver.cancel(live, reason);
    if (isTerminal(run.state)) return { before: run.state, after: run.state };
    throw new OapError("INTERNAL", {
      message: "The run is open on disk and was given up by this process; it can be cancelled after the next start.",
    });
  }

  /** Takes up every job that an earlier process left open, in the order of their acceptance. */
  async recoverJobs(): Promise<readonly StoredJob[]> {
    const { store } = this.#options;
    const recovered = await Promise.all(store.openRuns().map((record) => this.#recoverJob(record)));
    return recovered.filter((job) => job !== undefined);
  }

  async #recoverJob(record: RunRecord): Promise<StoredJob | undefined> {
    const { store, driver, log } = this.#options;
    const { invocation_id } = record;
    try {
      return liveJob(await driver.resume(record, store.compiledRun(invocation_id) as CompiledPlan));
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
    const { driver, clock, limits } = this.#options;
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

function liveJob({ record, state }: LiveRun): StoredJob {
  return jobOf({ ...record, ...standing(state) });
}

function jobOf(run: RunRecord): StoredJob {
  return { status: jobStateOfExecutionState[run.state], run };
}
