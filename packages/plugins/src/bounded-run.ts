import { AttemptFailure } from "./attempt-failure.ts";
import type { AttemptSlot } from "./attempt-slots.ts";
import type { PluginClock } from "./plugin-clock.ts";

/** How long an aborted run may take to end before it is abandoned, in milliseconds. */
export const abortGraceMs = 250;

export interface BoundedRun {
  readonly start: (signal: AbortSignal) => unknown;
  /** Aborts the run from outside. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly clock: PluginClock;
  /** Released when the run has ended, or handed over when it is abandoned. */
  readonly slot: AttemptSlot;
  /** Called when a result comes too late: an abandoned run ended after all, or a run ended well while it was stopped. */
  readonly onLateEnd: (ended: "fulfilled" | "rejected") => void;
}

/**
 * Runs until the run ends, its time is over, or it is aborted. In the last two cases the run's signal aborts, and
 * whatever it still returns is dropped: the attempt has failed. A run that does not end within the grace is abandoned.
 *
 * Source: execution semantics, Invocations.
 */
export async function boundedRun({ start, signal, timeoutMs, clock, slot, onLateEnd }: BoundedRun): Promise<unknown> {
  const controller = new AbortController();
  let stopped: AttemptFailure | undefined;
  const { promise: stop, resolve: announceStop } = Promise.withResolvers<"stopped">();
  const stopWith = (failure: AttemptFailure) => {
    if (stopped !== undefined) return;
    stopped = failure;
    controller.abort(failure);
    announceStop("stopped");
  };
  const onAbort = () => stopWith(aborted());
  const clearTimer = clock.setTimer(clock.now() + timeoutMs, () => stopWith(timedOut(timeoutMs)));
  signal.addEventListener("abort", onAbort, { once: true });
  if (signal.aborted) onAbort();

  const run = (async () => start(controller.signal))();
  const ended = run.then(
    () => "fulfilled" as const,
    () => "rejected" as const,
  );
  try {
    if (
      (await Promise.race([ended, stop])) === "stopped" &&
      (await endedWithin(abortGraceMs, ended, clock)) === "open"
    ) {
      slot.abandon(ended);
      void ended.then(onLateEnd);
      throw stopped;
    }
    slot.release();
    if (stopped === undefined) return await run;
    if ((await ended) === "fulfilled") onLateEnd("fulfilled");
    throw stopped;
  } finally {
    clearTimer();
    signal.removeEventListener("abort", onAbort);
  }
}

async function endedWithin(graceMs: number, ended: Promise<unknown>, clock: PluginClock): Promise<"ended" | "open"> {
  const { promise: graceOver, resolve } = Promise.withResolvers<"open">();
  const clearTimer = clock.setTimer(clock.now() + graceMs, () => resolve("open"));
  const result = await Promise.race([ended.then(() => "ended" as const), graceOver]);
  clearTimer();
  return result;
}

function timedOut(timeoutMs: number): AttemptFailure {
  return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", `The attempt did not end within ${timeoutMs} ms.`, {
    retryable: true,
    underlying: "DEADLINE_EXCEEDED",
    ended: "timed_out",
  });
}

function aborted(): AttemptFailure {
  return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", "The attempt was aborted while it ran.", {
    ended: "cancelled",
  });
}
