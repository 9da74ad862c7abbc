import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { OrchError } from "../common/orch-error.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionFailureReason } from "./execution-failure-reason.ts";

export const ExecutionErrorInfo = defineType({
  name: "ExecutionErrorInfo",
  title: "Execution error",
  description:
    "Why work ended without completing. The exchange itself succeeded: the answer is a success envelope with HTTP 200. Work that a caller cancelled has no error. Work that timed out has the reason `RUNTIME_ERROR` and `underlying_error.code` `DEADLINE_EXCEEDED`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "4.5"),
  schema: Type.Object({
    reason: ref(ExecutionFailureReason, { description: "The kind of failure." }),
    message: Type.String({
      minLength: 1,
      description: "What went wrong, for people. The raw text of an exception never appears here.",
    }),
    details: Type.Optional(
      ref(JsonObject, {
        description:
          "Structured data on the failure. Where a plugin failed, it is a `PublicPluginErrorEnvelope`; a validation error lists every `ValidationIssue` in `issues`.",
      }),
    ),
    underlying_error: Type.Optional(ref(OrchError, { description: "The error behind it, where one was answered." })),
  }),
  examples: {
    valid: [
      {
        title: "a capability that failed",
        value: { reason: "RUNTIME_ERROR", message: "The picture could not be decoded." },
      },
      {
        title: "out of time",
        value: {
          reason: "RUNTIME_ERROR",
          message: "The time allowed for it is over.",
          underlying_error: { code: "DEADLINE_EXCEEDED", message: "The time allowed for it is over.", retryable: true },
        },
      },
    ],
    invalid: [
      {
        title: "an unknown reason",
        value: { reason: "TIMEOUT", message: "The time is over." },
        pointer: "/reason",
        keyword: "enum",
      },
      { title: "without a message", value: { reason: "UNKNOWN" }, pointer: "", keyword: "required" },
    ],
  },
});
export type ExecutionErrorInfo = Static<typeof ExecutionErrorInfo.schema>;
