import type { RetryPolicy } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";

export type NextAttempt = { readonly retry: true; readonly delayMs: number } | { readonly retry: false };

/**
 * Decides whether there is another attempt after `attempts` of them failed, and how long to wait for it. `max_attempts` counts the
 * first one; without a policy there is one. CONSTANT waits b, LINEAR b·n, EXPONENTIAL b·2^(n−1), where n is `attempts`; each is
 * capped by `bounds.backoffMsMax` and by what remains of the deadline. There is no jitter: a replay must give the same wait.
 * Whether the error allows a retry at all is the caller's question. Source: execution semantics, Plans.
 */
export function nextAttempt(policy: RetryPolicy | undefined, attempts: number, remainingMs: number): NextAttempt {
  const allowed = Math.min(policy?.max_attempts ?? 1, bounds.attemptsMax);
  if (policy === undefined || attempts >= allowed || remainingMs <= 0) return { retry: false };
  const delayMs = Math.min(backoffMs(policy, attempts), bounds.backoffMsMax, remainingMs);
  return { retry: true, delayMs };
}

function backoffMs(
  { backoff_ms: base = 0, backoff_strategy: strategy = "CONSTANT" }: RetryPolicy,
  attempts: number,
): number {
  switch (strategy) {
    case "CONSTANT":
      return base;
    case "LINEAR":
      return base * attempts;
    case "EXPONENTIAL":
      return base * 2 ** (attempts - 1);
  }
}
