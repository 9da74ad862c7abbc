import { type CompiledPlan, initialRun, isTerminal, type RunEvent, type RunState, transition } from "@oap/plan";
import type { StoreReads } from "@oap/store";

/** A run as it stood after one of its events. */
export interface ReplayedRun {
  readonly executionId: string;
  readonly planId?: string;
  readonly state: RunState;
}

export type ReplaySource = Pick<StoreReads, "run" | "compiledRun" | "events">;

/**
 * The states of runs between their events, made again from the journal. Owns the latest ones that were asked for, so that who reads on
 * does not begin anew with each event.
 *
 * 1. It holds at most `stepsKeptMax` steps, whatever is asked for; the state that was used longest ago goes first.
 * 2. What it holds follows from the journal, so that losing it costs time and nothing else.
 */
export class ReplayedRuns {
  readonly #source: ReplaySource;
  /** By run and number of the last event; the one that was used last is last. */
  readonly #kept = new Map<string, ReplayedRun>();
  #stepsKept = 0;

  constructor(source: ReplaySource) {
    this.#source = source;
  }

  /** The run after that many events; undefined where its record or an event of it is gone. */
  after(invocationId: string, seq: number): ReplayedRun | undefined {
    const key = keyOf(invocationId, seq);
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    return this.#replay(invocationId, seq);
  }

  keep(invocationId: string, seq: number, run: ReplayedRun): void {
    const key = keyOf(invocationId, seq);
    if (isTerminal(run.state.state) || this.#kept.has(key)) return;
    this.#kept.set(key, run);
    this.#stepsKept += weightOf(run);
    for (const [oldest, { state }] of this.#kept) {
      if (this.#stepsKept <= stepsKeptMax) break;
      this.#kept.delete(oldest);
      this.#stepsKept -= weightOf({ state });
    }
  }

  #replay(invocationId: string, seq: number): ReplayedRun | undefined {
    const record = this.#source.run(invocationId);
    if (record === undefined) return undefined;
    const { execution_id, plan_id } = record;
    let state = initialRun(this.#source.compiledRun(invocationId) as CompiledPlan, invocationId);
    const events = seq === 0 ? [] : this.#source.events(invocationId).slice(0, seq);
    if (events.length < seq) return undefined;
    for (const { event } of events) state = transition(state, event as RunEvent).state;
    return { executionId: execution_id, ...(plan_id === undefined ? {} : { planId: plan_id }), state };
  }
}

/** Steps of all states together that are kept: some tens of megabytes. */
const stepsKeptMax = 100_000;

/** A state costs something beside its steps too. */
function weightOf({ state }: Pick<ReplayedRun, "state">): number {
  return state.plan.steps.length + 8;
}

function keyOf(invocationId: string, seq: number): string {
  return `${invocationId}#${seq}`;
}
