import type { BackoffStrategy } from "../execution/backoff-strategy.ts";
import type { RetryPolicy } from "../execution/retry-policy.ts";
import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";
import type { OrchestrationRetryPolicy } from "./orchestration-retry-policy.ts";

export const retryPolicyMapping = defineTable({
  name: "retryPolicyMapping",
  title: "The two retry policies",
  description:
    "How a plan's `RetryPolicy` and the orchestration core's `OrchestrationRetryPolicy` become each other; one function, `nextAttempt`, serves both. `max_attempts` counts the first attempt and `max_retries` does not: a ↔ r + 1. `backoff_ms` ↔ `initial_backoff_ms`. A multiplier of 1 is `CONSTANT` and a multiplier of 2 is `EXPONENTIAL`, both ways; `LINEAR` and other multipliers exist on one side only and have no equivalent. A plan's waits are capped at `backoffMsMax`, the core's at its own `max_backoff_ms`, so a plan's policy becomes one with `max_backoff_ms` = `backoffMsMax`, and the core's becomes a plan's only if its cap is never reached. Both are capped by the time that remains, and neither has jitter.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  value: {
    members: [
      { plan: "max_attempts", orchestration: "max_retries", orchestrationPlus: 1 },
      { plan: "backoff_ms", orchestration: "initial_backoff_ms", orchestrationPlus: 0 },
    ],
    multiplierOfStrategy: { CONSTANT: 1, LINEAR: null, EXPONENTIAL: 2 },
    capOfPlan: "backoffMsMax",
    capOfOrchestration: "max_backoff_ms",
  } satisfies {
    members: { plan: keyof RetryPolicy; orchestration: keyof OrchestrationRetryPolicy; orchestrationPlus: number }[];
    multiplierOfStrategy: Record<BackoffStrategy, number | null>;
    capOfPlan: "backoffMsMax";
    capOfOrchestration: keyof OrchestrationRetryPolicy;
  },
});
