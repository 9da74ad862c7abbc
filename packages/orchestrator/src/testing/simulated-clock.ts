import type { ExecutionClock } from "../execution-clock.ts";

/** For tests: a clock on which time passes only while everything waits for it. */
export class SimulatedClock implements ExecutionClock {
  #now: number;
  readonly #timers = new Set<{ readonly at: number; readonly fire: () => void }>();

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimer(at: number, fire: () => void): () => void {
    const timer = { at, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get openTimers(): number {
    return this.#timers.size;
  }

  /** What an executor does that takes its time, and stops when it is told to unless it is deaf. */
  work(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this.setTimer(this.#now + ms, resolve);
      signal?.addEventListener("abort", () => {
        stop();
        reject(signal.reason);
      });
    });
  }

  /** Lets time pass, timer by timer, until the promise settles or nothing is left to wait for. */
  async settle<TValue>(promise: Promise<TValue>): Promise<TValue> {
    let settled = false;
    const end = () => {
      settled = true;
    };
    promise.then(end, end);
    for (let turn = 0; turn < 100_000; turn++) {
      await quiet();
      if (settled) return promise;
      if (!this.#fireNext()) throw new Error("Nothing that the promise could wait for is left.");
    }
    throw new Error("It goes on for ever.");
  }

  /** Lets so much time pass, and everything happen that happens meanwhile. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await quiet();
    while (this.#fireNext(until)) await quiet();
    this.#now = until;
  }

  #fireNext(until = Number.POSITIVE_INFINITY): boolean {
    const [next] = [...this.#timers].sort((left, right) => left.at - right.at);
    if (next === undefined || next.at > until) return false;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.fire();
    return true;
  }
}

/** Lets everything go on that can without time: a turn of the event loop begins when no promise is left to go on. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
