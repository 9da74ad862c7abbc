import type { ExecutionClock } from "./execution-clock.ts";

/** How long an aborted run may take to end before it is abandoned, in milliseconds. */
export const abortGraceMs = 250;

export interface BoundedRun {
  readonly start: (signal: AbortSignal) => unknown;
  /** Aborts the run from outside; not aborted yet. */
  readonly signal: AbortSignal | undefined;
  readonly clock: ExecutionClock;
  /** When the run is aborted, in epoch milliseconds. */
  readonly endsAt: number;
  /** When an aborted run is abandoned at the latest, in epoch milliseconds, even within the grace. */
  readonly abandonedAt: number;
  /** Called when a result comes too late: an abandoned run ended after all, or a run ended well while it was stopped. */
  readonly onLateEnd: ((ended: RunSettled) => void) | undefined;
}

export type RunSettled = "fulfilled" | "rejected";

export type RunEnd =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "threw"; readonly thrown: unknown }
  | {
      readonly kind: "timed_out" | "aborted";
      /** Settles when the run ends that was abandoned; absent if it has ended. Never rejects. */
      readonly abandoned?: Promise<RunSettled>;
    };

/**
 * Runs until the run ends, its time is over, or it is aborted. In the last two cases the run's signal aborts, and
 * whatever it still returns is dropped. A run that does not end within the grace is abandoned. Never rejects.
 *
 * INV-EXE-2: the time of a running executor is bounded, whether it listens to its signal or not.
 */
export function boundedRun(bounded: BoundedRun): Promise<RunEnd> {
  const { start, signal, clock, endsAt, abandonedAt, onLateEnd } = bounded;
  return new Promise((resolve) => {
    const controller = new AbortController();
    let stopped: "timed_out" | "aborted" | undefined;
    let over = false;
    let clearTimer = () => {};
    const finish = (end: RunEnd) => {
      over = true;
      clearTimer();
      signal?.removeEventListener("abort", onAbort);
      resolve(end);
    };
    const stop = (why: "timed_out" | "aborted") => {
      if (stopped !== undefined || over) return;
      stopped = why;
      clearTimer();
      controller.abort(new DOMException("The run is no longer wanted.", abortReasonOf[why]));
      const graceOver = Math.min(clock.now() + abortGraceMs, abandonedAt);
      clearTimer = clock.setTimer(graceOver, () => finish({ kind: why, abandoned: settled(run) }));
    };
    const onAbort = () => stop("aborted");
    clearTimer = clock.setTimer(endsAt, () => stop("timed_out"));
    signal?.addEventListener("abort", onAbort, { once: true });

    // An exception before the first wait is one like any other.
    const run = (async () => start(controller.signal))();
    const ended = (settledAs: RunSettled, end: RunEnd) => {
      if (stopped !== undefined && (over || settledAs === "fulfilled")) onLateEnd?.(settledAs);
      if (!over) finish(stopped === undefined ? end : { kind: stopped });
    };
    run.then(
      (value) => ended("fulfilled", { kind: "returned", value }),
      (thrown: unknown) => ended("rejected", { kind: "threw", thrown }),
    );
  });
}

const abortReasonOf = { timed_out: "TimeoutError", aborted: "AbortError" } as const;

function settled(run: Promise<unknown>): Promise<RunSettled> {
  return run.then(
    () => "fulfilled",
    () => "rejected",
  );
}
