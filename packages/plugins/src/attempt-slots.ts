import { AttemptFailure } from "./attempt-failure.ts";

/** At most this many attempts wait for one capability; further ones fail at once. */
export const waitingAttemptsMax = 1000;
/** With this many abandoned runs still open, a capability is not run any more until some of them end. */
export const abandonedRunsMax = 64;

/** The right to run one attempt. Exactly one of the two is called, once. */
export interface AttemptSlot {
  /** Whether it was to be had only after a while. */
  readonly waited: boolean;
  release(): void;
  /** Frees the slot although the run goes on; `ended` settles when it does. */
  abandon(ended: Promise<unknown>): void;
}

/**
 * Bounds how many attempts of one capability run at once. It owns the count of running ones and the queue of waiting ones.
 *
 * 1. At most `concurrency` slots are given at any time. Those that were given before it was lowered are held until they are released.
 * 2. Waiting attempts get their slots in the order in which they came.
 * 3. An attempt that is aborted while it waits never gets one.
 * 4. The queue and the number of abandoned runs are bounded; beyond that attempts are refused, and nothing has happened.
 */
export class AttemptSlots {
  #concurrency: number;
  readonly #waiting = new Set<() => void>();
  #running = 0;
  #abandoned = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
  }

  /** Whether abandoned runs have used the capability up. */
  get clogged(): boolean {
    return this.#abandoned >= abandonedRunsMax;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whoever runs goes on; whoever waits starts now where there is more room. */
  resize(concurrency: number): void {
    this.#concurrency = concurrency;
    for (const next of this.#waiting) {
      if (this.#running >= concurrency) return;
      this.#running++;
      this.#waiting.delete(next);
      next();
    }
  }

  /** `onRefused` hears of an attempt that may not even wait. */
  async take(signal: AbortSignal, onRefused: () => void = () => {}): Promise<AttemptSlot> {
    if (signal.aborted) throw abortedBeforeStart();
    if (this.clogged) {
      onRefused();
      throw new AttemptFailure(
        "ExecutionError",
        "UPSTREAM_UNAVAILABLE",
        `${this.#abandoned} earlier runs of the capability did not stop when they were told to.`,
        { retryable: true, nothingHappened: true, underlying: "OVERLOADED" },
      );
    }
    const waited = this.#running >= this.#concurrency;
    if (waited) await this.#wait(signal, onRefused);
    else this.#running++;
    return this.#slot(waited);
  }

  #wait(signal: AbortSignal, onRefused: () => void): Promise<void> {
    if (this.#waiting.size >= waitingAttemptsMax) {
      onRefused();
      throw new AttemptFailure(
        "ExecutionError",
        "UPSTREAM_UNAVAILABLE",
        `${waitingAttemptsMax} attempts already wait for the capability.`,
        { retryable: true, nothingHappened: true, underlying: "OVERLOADED" },
      );
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = () => {
        this.#waiting.delete(start);
        reject(abortedBeforeStart());
      };
      this.#waiting.add(start);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  #slot(waited: boolean): AttemptSlot {
    return {
      waited,
      release: () => this.#handOn(),
      abandon: (ended) => {
        this.#abandoned++;
        const end = () => {
          this.#abandoned--;
        };
        ended.then(end, end);
        this.#handOn();
      },
    };
  }

  /** Gives the slot to the next that waits; the count changes only if there is none, or one slot too many. */
  #handOn(): void {
    const [next] = this.#waiting;
    if (next === undefined || this.#running > this.#concurrency) {
      this.#running--;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

export function abortedBeforeStart(): AttemptFailure {
  return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", "The attempt was aborted before it started.", {
    nothingHappened: true,
    ended: "cancelled",
  });
}
