import type { RateLimit } from "@oap/protocol";

/**
 * Counts what started within one window of time. It owns the times of the starts that the window still covers, in order.
 *
 * 1. In any span of `window_ms` milliseconds at most `max_executions` starts are added, if each was admitted before.
 * 2. It keeps at most `max_executions` times.
 * 3. Time never goes back in it: a start before the latest one counts as one at the same time.
 */
export class SlidingWindow {
  readonly #limit: RateLimit;
  readonly #starts: number[] = [];
  /** Index of the first start that the window covers. */
  #first = 0;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(limit: RateLimit) {
    this.#limit = limit;
  }

  /** Whether one more may start. Changes nothing that a later question could see. */
  admits(now: number): boolean {
    this.#forget(now);
    return this.#starts.length - this.#first < this.#limit.max_executions;
  }

  add(now: number): void {
    this.#latest = Math.max(now, this.#latest);
    this.#starts.push(this.#latest);
  }

  /** Whether no start is covered any more. */
  isEmpty(now: number): boolean {
    this.#forget(now);
    return this.#first === this.#starts.length;
  }

  #forget(now: number): void {
    const coveredAfter = Math.max(now, this.#latest) - this.#limit.window_ms;
    while ((this.#starts[this.#first] ?? Number.POSITIVE_INFINITY) <= coveredAfter) this.#first++;
    // Moving what is left costs as much as there is of it, so it waits until that is at most what has gone.
    if (this.#first * 2 < this.#starts.length || this.#first === 0) return;
    this.#starts.splice(0, this.#first);
    this.#first = 0;
  }
}
