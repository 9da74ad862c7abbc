import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax } from "../common/bounds.ts";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionStatus } from "./execution-status.ts";
import { FinalAction } from "./final-action.ts";

export const ExecutionAttempt = defineType({
  name: "ExecutionAttempt",
  title: "Execution attempt",
  description:
    "One attempt at an action, successful or not; every attempt is recorded. The raw message of an exception is never in it: `error_type` and `error_code` say what happened.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Models"),
  schema: Type.Object({
    action: ref(FinalAction, { description: "What was attempted." }),
    status: ref(ExecutionStatus, { description: "How it ended." }),
    attempt_number: Type.Integer({
      minimum: 0,
      maximum: attemptsMax.value - 1,
      description: "Which attempt it was; the first is 0.",
    }),
    latency_ms: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many milliseconds it took.",
    }),
    error_type: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "The kind of failure, such as the name of the exception's class.",
      }),
    ),
    error_code: Type.Optional(
      Type.String({
        pattern: "^[a-z][a-z0-9_]{0,63}$",
        description: "What went wrong, for programs, such as `timeout`, `executor_failed` or `execution_exception`.",
      }),
    ),
    idempotency_key: Type.Optional(
      ref(Sha256Hash, {
        description: "The key of the action in its context, the same for all attempts; present if the policy is on.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "it worked", value: { action: "ACT", status: "success", attempt_number: 0, latency_ms: 12 } },
      {
        title: "out of time",
        value: {
          action: "ACT",
          status: "failed",
          attempt_number: 1,
          latency_ms: 5000,
          error_type: "TimeoutError",
          error_code: "timeout",
          idempotency_key: "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        },
      },
    ],
    invalid: [
      {
        title: "a negative attempt",
        value: { action: "ACT", status: "success", attempt_number: -1, latency_ms: 12 },
        pointer: "/attempt_number",
        keyword: "minimum",
      },
      {
        title: "a message as the code",
        value: { action: "ACT", status: "failed", attempt_number: 0, latency_ms: 12, error_code: "It failed." },
        pointer: "/error_code",
        keyword: "pattern",
      },
      {
        title: "without a status",
        value: { action: "ACT", attempt_number: 0, latency_ms: 12 },
        pointer: "",
        keyword: "required",
      },
    ],
  },
});
export type ExecutionAttempt = Static<typeof ExecutionAttempt.schema>;
