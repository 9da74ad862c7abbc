import type { OrchestrationRetryPolicy, RetryPolicy } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { retryPolicyMapping } from "@oap/protocol/tables";

/** What both retry policies come down to. */
export interface RetrySchedule {
  /** The first one included. */
  readonly attemptsMax: number;
  /** The wait before the second attempt, in milliseconds. */
  readonly baseMs: number;
  /** By how much each wait is longer than the one before: times this number, or always by the base. */
  readonly growth: number | "linear";
  /** The longest wait, in milliseconds. */
  readonly capMs: number;
}

/** Without a policy there is one attempt. Source: execution types, 7.4; the table `retryPolicyMapping`. */
export function planRetries(policy: RetryPolicy | undefined): RetrySchedule {
  return {
    attemptsMax: policy?.max_attempts ?? 1,
    baseMs: policy?.backoff_ms ?? 0,
    growth: retryPolicyMapping.multiplierOfStrategy[policy?.backoff_strategy ?? "CONSTANT"] ?? "linear",
    capMs: bounds[retryPolicyMapping.capOfPlan],
  };
}

/** The defaults are 3 retries after 100, 200 and 400 milliseconds. Source: orchestration core, Policies. */
export function orchestrationRetries(policy: OrchestrationRetryPolicy = {}): RetrySchedule {
  return {
    attemptsMax: (policy.max_retries ?? 3) + 1,
    baseMs: policy.initial_backoff_ms ?? 100,
    growth: policy.backoff_multiplier ?? 2,
    capMs: policy.max_backoff_ms ?? 5000,
  };
}
