import { type WaitBounds, waitFor } from "./execution-clock.ts";

/** At most this many executions wait for their turn; further ones are denied at once. */
export const waitingExecutionsMax = 1000;

/** The right to run. `release` is called once, when nothing runs any more. */
export interface Turn {
  release(): void;
}

interface Waiting {
  readonly concurrencyMax: number;
  start(): void;
}

/**
 * Bounds how many executions run at once (INV-EXE-2). It owns the count of running ones and the queue of waiting ones.
 *
 * 1. An execution starts only while fewer than its own `max_concurrency` run; executors that were abandoned still run.
 * 2. Turns are given in the order in which they were asked for (INV-EXE-1).
 * 3. The queue is bounded, and nobody waits longer than its time or after it was withdrawn.
 */
export class ExecutionTurns {
  readonly #waiting = new Set<Waiting>();
  #running = 0;

  async take(concurrencyMax: number, bounds: WaitBounds): Promise<Turn | "time_over" | "aborted" | "overloaded"> {
    if (this.#waiting.size === 0 && this.#running < concurrencyMax) return this.#turn();
    if (this.#waiting.size >= waitingExecutionsMax) return "overloaded";
    const { promise, resolve } = Promise.withResolvers<Turn>();
    const waiting: Waiting = { concurrencyMax, start: () => resolve(this.#turn()) };
    this.#waiting.add(waiting);
    const waited = await waitFor(promise, bounds);
    if (waited.kind === "settled") return waited.value;
    // The turn may have come in the same moment in which the wait ended.
    if (!this.#waiting.delete(waiting)) (await promise).release();
    else this.#startNext();
    return waited.kind;
  }

  #turn(): Turn {
    this.#running++;
    return {
      release: () => {
        this.#running--;
        this.#startNext();
      },
    };
  }

  #startNext(): void {
    for (const next of this.#waiting) {
      if (this.#running >= next.concurrencyMax) return;
      this.#waiting.delete(next);
      next.start();
    }
  }
}
