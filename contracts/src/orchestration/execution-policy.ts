import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ConcurrencyPolicy } from "./concurrency-policy.ts";
import { IdempotencyPolicy } from "./idempotency-policy.ts";
import { OrchestrationRetryPolicy } from "./orchestration-retry-policy.ts";
import { RateLimitPolicy } from "./rate-limit-policy.ts";
import { TimeoutPolicy } from "./timeout-policy.ts";

export const ExecutionPolicy = defineType({
  name: "ExecutionPolicy",
  title: "Execution policy",
  description:
    "All the policies under which `execute` runs a decision. Each has defaults and each is bounded (INV-EXE-2), so the empty policy is a complete one.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  schema: Type.Object({
    retry: Type.Optional(ref(OrchestrationRetryPolicy, { description: "How often to retry. Absent: its defaults." })),
    timeout: Type.Optional(ref(TimeoutPolicy, { description: "How long it may take. Absent: its defaults." })),
    idempotency: Type.Optional(
      ref(IdempotencyPolicy, { description: "Whether attempts carry keys. Absent: they do not." }),
    ),
    concurrency: Type.Optional(ref(ConcurrencyPolicy, { description: "How many actions run at once. Absent: one." })),
    rate_limit: Type.Optional(
      ref(RateLimitPolicy, { description: "How many executions may start in a time. Absent: no limit." }),
    ),
  }),
  examples: {
    valid: [
      { title: "the defaults", value: {} },
      {
        title: "careful",
        value: {
          retry: { max_retries: 1 },
          timeout: { timeout_per_action_ms: 2000, max_total_time_ms: 5000 },
          idempotency: { idempotency_enabled: true, key_generator: "action+context_hash" },
          rate_limit: { global: { max_executions: 100, window_ms: 1000 } },
        },
      },
    ],
    invalid: [
      { title: "a policy that is text", value: { retry: "exponential" }, pointer: "/retry", keyword: "type" },
      {
        title: "a policy beyond its bounds",
        value: { timeout: { max_total_time_ms: 86400001 } },
        pointer: "/timeout/max_total_time_ms",
        keyword: "maximum",
      },
    ],
  },
});
export type ExecutionPolicy = Static<typeof ExecutionPolicy.schema>;
