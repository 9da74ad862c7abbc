import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ExecutionFailureReason = defineType({
  name: "ExecutionFailureReason",
  title: "Failure reason",
  description:
    "Why work did not complete. `RUNTIME_ERROR`: the capability failed, or its time was over. `VALIDATION_ERROR`: an input, an output or an expression did not fit. `POLICY_DENIED`: policy denied the step. `CONSTRAINT_VIOLATION`: it broke a constraint that policy set. `DEPENDENCY_FAILURE`: a step that it requires failed. `UPSTREAM_UNAVAILABLE`: the module or something behind it does not answer. `UNKNOWN`: the outcome is not known, as after a crash in the middle of a capability that is not idempotent. Validation errors, denials and constraint violations are never retried.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "2.3"),
  schema: stringEnum([
    "RUNTIME_ERROR",
    "VALIDATION_ERROR",
    "POLICY_DENIED",
    "CONSTRAINT_VIOLATION",
    "DEPENDENCY_FAILURE",
    "UPSTREAM_UNAVAILABLE",
    "UNKNOWN",
  ]),
  examples: {
    valid: [
      { title: "the capability failed", value: "RUNTIME_ERROR" },
      { title: "the outcome is not known", value: "UNKNOWN" },
    ],
    invalid: [
      { title: "an error code of the exchange", value: "DEADLINE_EXCEEDED", pointer: "", keyword: "enum" },
      { title: "an unknown reason", value: "TIMEOUT", pointer: "", keyword: "enum" },
    ],
  },
});
export type ExecutionFailureReason = Static<typeof ExecutionFailureReason.schema>;
