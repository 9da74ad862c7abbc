import { defineChapter } from "../spec/define-registry.ts";
import {
  backoffMultiplierMax,
  executionMarkersMax,
  orchestrationActionsMax,
  rateLimitExecutionsMax,
} from "./bounds.ts";
import { ConcurrencyPolicy } from "./concurrency-policy.ts";
import { ExecutionAttempt } from "./execution-attempt.ts";
import { ExecutionContext } from "./execution-context.ts";
import { ExecutionMarker } from "./execution-marker.ts";
import { ExecutionPolicy } from "./execution-policy.ts";
import { ExecutionReport } from "./execution-report.ts";
import { ExecutionStatus } from "./execution-status.ts";
import { ExecutionTraceKey } from "./execution-trace-key.ts";
import { executionTraceKeys } from "./execution-trace-keys.ts";
import { FinalAction } from "./final-action.ts";
import { FinalDecision } from "./final-decision.ts";
import { IdempotencyPolicy } from "./idempotency-policy.ts";
import { OrchestrationPlan } from "./orchestration-plan.ts";
import { OrchestrationRetryPolicy } from "./orchestration-retry-policy.ts";
import { PacketV2 } from "./packet-v2.ts";
import { PacketV2External } from "./packet-v2-external.ts";
import { RateLimit } from "./rate-limit.ts";
import { RateLimitPolicy } from "./rate-limit-policy.ts";
import { retryPolicyMapping } from "./retry-policy-mapping.ts";
import { TimeoutPolicy } from "./timeout-policy.ts";
import { TraceKey } from "./trace-key.ts";

export const orchestrationChapter = defineChapter({
  name: "orchestration",
  title: "Orchestration",
  description:
    "The core that executes one final decision within bounds: retries, timeouts, idempotency keys, limits and a kill switch, and a report that says what was done. It is usable by itself, without a control plane.",
  specs: [
    FinalAction,
    FinalDecision,
    ExecutionContext,
    OrchestrationRetryPolicy,
    TimeoutPolicy,
    IdempotencyPolicy,
    ConcurrencyPolicy,
    RateLimit,
    RateLimitPolicy,
    ExecutionPolicy,
    OrchestrationPlan,
    ExecutionStatus,
    ExecutionAttempt,
    ExecutionMarker,
    ExecutionReport,
    TraceKey,
    ExecutionTraceKey,
    PacketV2External,
    PacketV2,
    executionTraceKeys,
    retryPolicyMapping,
    backoffMultiplierMax,
    orchestrationActionsMax,
    executionMarkersMax,
    rateLimitExecutionsMax,
  ],
});
