/**
 * Bounds how many attempts run at once in the whole process.
 *
 * 1. At most `max` tasks are between their start and the end of their promise.
 * 2. Waiting tasks start in the order in which they came.
 * 3. A task that is withdrawn before its start never starts.
 */
export class AttemptQueue {
  readonly #max: number;
  readonly #waiting = new Set<() => Promise<void>>();
  #running = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Starts the task, now if there is room. The function that it returns withdraws a waiting one. The task never rejects. */
  add(task: () => Promise<void>): () => void {
    if (this.#running < this.#max) this.#start(task);
    else this.#waiting.add(task);
    return () => this.#waiting.delete(task);
  }

  #start(task: () => Promise<void>): void {
    this.#running += 1;
    void task().finally(() => {
      this.#running -= 1;
      const [next] = this.#waiting;
      if (next === undefined) return;
      this.#waiting.delete(next);
      this.#start(next);
    });
  }
}
