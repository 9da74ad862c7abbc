import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax, backoffMsMax } from "../common/bounds.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { BackoffStrategy } from "./backoff-strategy.ts";

export const RetryPolicy = defineType({
  name: "RetryPolicy",
  title: "Retry policy",
  description:
    "How often a step is attempted and how long it waits in between. A step without one is attempted once. A capability that is not idempotent is retried only if its error says that nothing happened; validation errors, denials and constraint violations are never retried. The orchestration core has a policy of its own, `OrchestrationRetryPolicy`; the table `retryPolicyMapping` says how one becomes the other.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.4"),
  schema: Type.Object({
    max_attempts: Type.Integer({
      minimum: 1,
      maximum: attemptsMax.value,
      description: "How many attempts there are at most, the first included; up to 20.",
    }),
    backoff_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: backoffMsMax.value,
        default: 0,
        description: "The base of the wait, in milliseconds, at most five minutes. The default is 0: no wait.",
      }),
    ),
    backoff_strategy: Type.Optional(
      ref(BackoffStrategy, { description: "How the wait grows. The default is `CONSTANT`." }),
    ),
  }),
  examples: {
    valid: [
      { title: "twice, at once", value: { max_attempts: 2 } },
      {
        title: "100, 200 and 400 milliseconds",
        value: { max_attempts: 4, backoff_ms: 100, backoff_strategy: "EXPONENTIAL" },
      },
    ],
    invalid: [
      { title: "no attempt", value: { max_attempts: 0 }, pointer: "/max_attempts", keyword: "minimum" },
      { title: "too many attempts", value: { max_attempts: 21 }, pointer: "/max_attempts", keyword: "maximum" },
      {
        title: "a wait beyond five minutes",
        value: { max_attempts: 2, backoff_ms: 300001 },
        pointer: "/backoff_ms",
        keyword: "maximum",
      },
    ],
  },
});
export type RetryPolicy = Static<typeof RetryPolicy.schema>;
