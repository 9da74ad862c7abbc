/** Time and sleep come in through this port, so that tests and replays decide what time it is. */
export interface ExecutionClock {
  /** Epoch milliseconds, never going back. */
  now(): number;
  /** Calls `fire` once, at `at` (epoch milliseconds) or soon after; the function that it returns prevents that. */
  setTimer(at: number, fire: () => void): () => void;
}

/** What a wait is bounded by. */
export interface WaitBounds {
  readonly clock: ExecutionClock;
  /** Epoch milliseconds. */
  readonly until: number;
  readonly signal?: AbortSignal | undefined;
}

/** Waits for a promise, but no longer than until the time is over or the signal aborts. Rejects only if the promise does. */
export function waitFor<TValue>(
  promise: Promise<TValue>,
  { clock, until, signal }: WaitBounds,
): Promise<{ readonly kind: "settled"; readonly value: TValue } | { readonly kind: "time_over" | "aborted" }> {
  return new Promise((resolve, reject) => {
    let clearTimer = () => {};
    const stop = () => {
      clearTimer();
      signal?.removeEventListener("abort", onAbort);
    };
    const onAbort = () => {
      stop();
      resolve({ kind: "aborted" });
    };
    clearTimer = clock.setTimer(until, () => {
      stop();
      resolve({ kind: "time_over" });
    });
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    promise.then(
      (value) => {
        stop();
        resolve({ kind: "settled", value });
      },
      (thrown: unknown) => {
        stop();
        reject(thrown);
      },
    );
  });
}

/** Sleeps until the time is over or the signal aborts. */
export async function sleep(bounds: WaitBounds): Promise<"slept" | "aborted"> {
  return (await waitFor(new Promise<never>(() => {}), bounds)).kind === "aborted" ? "aborted" : "slept";
}
