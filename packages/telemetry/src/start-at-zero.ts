import type { ExecutionState, PolicyDecision } from "@oap/protocol";
import type { Metrics } from "./metrics.ts";
import type { ApprovalOutcome, BoundedQueue } from "./telemetry.ts";

const kinds = ["invoke", "plan"] as const;
const ends: readonly ExecutionState[] = ["COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT"];
const queues: readonly BoundedQueue[] = ["runs", "steps", "bytes", "attempts", "slots", "writes", "subscribers"];
const decisions: readonly PolicyDecision[] = ["ALLOW", "PARTIAL_ALLOW", "DENY", "HITL_REQUIRED", "ESCALATE"];
const approvals: readonly ApprovalOutcome[] = ["approved", "rejected", "expired", "overridden"];

/** Counters whose labels are known are there from the start, since the first of a kind would not show as an increase otherwise. */
export function startAtZero(metrics: Metrics): void {
  for (const scope of ["global", "caller"]) metrics.rateLimited.inc({ scope }, 0);
  for (const kind of kinds) {
    for (const metric of [metrics.runsStarted, metrics.runsResumed, metrics.runsGivenUp]) metric.inc({ kind }, 0);
    for (const state of ends) metrics.runsEnded.inc({ kind, state }, 0);
  }
  for (const queue of queues) metrics.queueRejections.inc({ queue }, 0);
  for (const decision of decisions) metrics.policyDecisions.inc({ decision }, 0);
  for (const outcome of approvals) metrics.approvalsEnded.inc({ outcome }, 0);
  for (const place of ["driver", "runner"]) metrics.lateResults.inc({ place }, 0);
  for (const outcome of ["written", "failed"]) metrics.commits.inc({ outcome }, 0);
}
