import { abortGraceMs, execute, type RunSettled } from "@oap/orchestrator";
import { bounds, type ExecutionMarker, type FinalDecision } from "@oap/protocol";
import { AttemptFailure } from "./attempt-failure.ts";
import type { AttemptSlot } from "./attempt-slots.ts";
import type { PluginClock } from "./plugin-clock.ts";

export interface SingleAttempt {
  readonly start: (signal: AbortSignal) => unknown;
  /** Aborts the attempt from outside. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly clock: PluginClock;
  /** Whether the kill switch is on for what is to be run. */
  readonly isKilled: boolean;
  /** Released when the run has ended, or handed over when it is abandoned. */
  readonly slot: AttemptSlot;
  /** Called when a result comes too late: an abandoned run ended after all, or a run ended well while it was stopped. */
  readonly onLateEnd: (ended: RunSettled) => void;
}

/**
 * Makes one attempt, by `execute` under a policy of one attempt: until the run ends, its time is over, or it is aborted. What the run
 * returned is the result; a failure is thrown, and of a run that threw it is what it threw.
 *
 * Source: execution semantics, Invocations; orchestration core, Execution Flow.
 */
export async function executeAttempt(attempt: SingleAttempt): Promise<unknown> {
  const { start, signal, timeoutMs, clock, isKilled, slot, onLateEnd } = attempt;
  let returned: unknown;
  let thrown: unknown;
  let isLate = false;
  let isAbandoned = false;
  const run = async (runSignal: AbortSignal) => {
    const endsAt = clock.now() + timeoutMs;
    try {
      returned = await start(runSignal);
    } catch (caught) {
      thrown = caught;
      throw caught;
    } finally {
      // Code that holds the event loop holds its own timer too, so that only the clock tells that it took too long.
      isLate = clock.now() >= endsAt;
    }
  };
  const report = await execute(
    goAhead,
    { ops_deny_actions: isKilled },
    {
      retry: { max_retries: 0 },
      timeout: {
        timeout_per_action_ms: timeoutMs,
        // An aborted run that does not end within the grace is abandoned.
        max_total_time_ms: Math.min(timeoutMs + abortGraceMs, bounds.timeoutMsMax),
      },
    },
    (made) => run(made.signal),
    {
      clock,
      signal,
      onLateEnd,
      onAbandoned: (ended) => {
        isAbandoned = true;
        slot.abandon(ended);
      },
    },
  );
  if (!isAbandoned) slot.release();
  const isReturned = report.success_count === 1;
  const marker = report.markers?.[0] ?? "internal";
  const isThrown = marker === "exception" || marker === "refused";
  if (isLate && (isReturned || isThrown)) {
    onLateEnd(isReturned ? "fulfilled" : "rejected");
    throw stopped("timeout", timeoutMs);
  }
  if (isReturned) return returned;
  throw isThrown ? thrown : stopped(marker, timeoutMs);
}

/** The decision was made before: the plan machine asks governance and retries, this makes the attempt. */
const goAhead: FinalDecision = Object.freeze({ action: "ACT", allowed: true, reasons: [] });

function stopped(marker: ExecutionMarker, timeoutMs: number): AttemptFailure {
  switch (marker) {
    case "timeout":
    case "abandoned":
      return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", `The attempt did not end within ${timeoutMs} ms.`, {
        retryable: true,
        underlying: "DEADLINE_EXCEEDED",
        ended: "timed_out",
      });
    case "aborted":
      return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", "The attempt was aborted while it ran.", {
        ended: "cancelled",
      });
    case "kill_switch":
      return new AttemptFailure("ExecutionError", "POLICY_DENIED", "The kill switch is on.", {
        nothingHappened: true,
        underlying: "KILL_SWITCH_ACTIVE",
      });
    default:
      return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", "The attempt could not be made.", {
        nothingHappened: true,
      });
  }
}
