import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax, backoffMsMax } from "../common/bounds.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { backoffMultiplierMax } from "./bounds.ts";

export const OrchestrationRetryPolicy = defineType({
  name: "OrchestrationRetryPolicy",
  title: "Orchestration retry policy",
  description:
    "How often `execute` retries an action and how long it waits in between: attempt 0 at once, attempt n after `initial_backoff_ms` · `backoff_multiplier`^(n−1) milliseconds, at most `max_backoff_ms` and at most the time that remains. Plans have a policy of their own, `RetryPolicy`; the table `retryPolicyMapping` says how one becomes the other.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  schema: Type.Object({
    max_retries: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: attemptsMax.value - 1,
        default: 3,
        description: "How many retries follow the first attempt at most, up to 19. The default is 3, so four attempts.",
      }),
    ),
    initial_backoff_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: backoffMsMax.value,
        default: 100,
        description: "The wait before the first retry, in milliseconds, at most five minutes. The default is 100.",
      }),
    ),
    max_backoff_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: backoffMsMax.value,
        default: 5000,
        description: "The longest wait, in milliseconds, at most five minutes. The default is 5000.",
      }),
    ),
    backoff_multiplier: Type.Optional(
      Type.Number({
        minimum: 1,
        maximum: backoffMultiplierMax.value,
        default: 2,
        description: "How the wait grows from one retry to the next, from 1 to 10. The default is 2.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "the defaults", value: {} },
      { title: "no retry", value: { max_retries: 0 } },
      {
        title: "in full",
        value: { max_retries: 3, initial_backoff_ms: 100, max_backoff_ms: 5000, backoff_multiplier: 2 },
      },
    ],
    invalid: [
      { title: "too many retries", value: { max_retries: 20 }, pointer: "/max_retries", keyword: "maximum" },
      {
        title: "a wait that shrinks",
        value: { backoff_multiplier: 0.5 },
        pointer: "/backoff_multiplier",
        keyword: "minimum",
      },
      {
        title: "a wait beyond five minutes",
        value: { max_backoff_ms: 300001 },
        pointer: "/max_backoff_ms",
        keyword: "maximum",
      },
    ],
  },
});
export type OrchestrationRetryPolicy = Static<typeof OrchestrationRetryPolicy.schema>;
