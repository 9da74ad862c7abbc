import type { ExecutionPolicy, FinalDecision, OrchestrationPlan } from "@oap/protocol";
import { orchestrationRetries } from "./retry-schedule.ts";

/**
 * What `execute` is about to do, with every default of the policy filled in.
 *
 * INV-EXE-1: it depends on the decision and the policy alone. INV-EXE-2: every bound that a policy has is in it.
 * Source: orchestration core, Execution Flow.
 */
export function orchestrationPlan(decision: FinalDecision, policy: ExecutionPolicy): OrchestrationPlan {
  return {
    actions: [decision.action],
    max_retries: orchestrationRetries(policy.retry).attemptsMax - 1,
    timeout_per_action_ms: policy.timeout?.timeout_per_action_ms ?? 5000,
    max_total_time_ms: policy.timeout?.max_total_time_ms ?? 30_000,
    idempotency_enabled: policy.idempotency?.idempotency_enabled ?? false,
  };
}
