import { bounds } from "@oap/protocol/bounds";
import type { RetrySchedule } from "./retry-schedule.ts";

export type NextAttempt = { readonly retry: true; readonly delayMs: number } | { readonly retry: false };

/**
 * Decides whether there is another attempt after `attempts` of them failed, and how long to wait for it: the one implementation of
 * retries, under the retry policies of plans and of the orchestration core alike (see {@link RetrySchedule}). The wait is capped by
 * the schedule, by `bounds.backoffMsMax` and by what remains of the time. There is no jitter: a replay must give the same wait.
 * Whether the error allows a retry at all is the caller's question.
 *
 * INV-EXE-1, INV-EXE-2. Source: execution semantics, Plans; orchestration core, Policies.
 */
export function nextAttempt(schedule: RetrySchedule, attempts: number, remainingMs: number): NextAttempt {
  if (attempts >= Math.min(schedule.attemptsMax, bounds.attemptsMax) || remainingMs <= 0) return { retry: false };
  const { baseMs, growth, capMs } = schedule;
  const grown = baseMs * (growth === "linear" ? attempts : growth ** (attempts - 1));
  return { retry: true, delayMs: Math.min(Math.round(grown), capMs, bounds.backoffMsMax, remainingMs) };
}
