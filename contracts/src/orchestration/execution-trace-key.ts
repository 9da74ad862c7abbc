import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ExecutionTraceKey = defineType({
  name: "ExecutionTraceKey",
  title: "Execution trace key",
  description:
    "The registered trace keys of execution. `addExecutionTrace` writes all of them; the table `executionTraceKeys` says from what.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Trace"),
  schema: stringEnum([
    "exec.total_latency_ms",
    "exec.success_count",
    "exec.failed_count",
    "exec.skipped_count",
    "exec.denied_count",
    "exec.fail_closed",
    "exec.attempt_count",
  ]),
  examples: {
    valid: [{ title: "a count", value: "exec.attempt_count" }],
    invalid: [
      { title: "one that is not registered", value: "exec.retry_count", pointer: "", keyword: "enum" },
      { title: "without its namespace", value: "attempt_count", pointer: "", keyword: "enum" },
    ],
  },
});
export type ExecutionTraceKey = Static<typeof ExecutionTraceKey.schema>;
