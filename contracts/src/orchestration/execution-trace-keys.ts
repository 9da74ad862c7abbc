import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";
import type { ExecutionReport } from "./execution-report.ts";
import type { ExecutionTraceKey } from "./execution-trace-key.ts";

/** `value` copies the report's member; `length` counts its items. */
type TraceRule = { readonly member: keyof ExecutionReport; readonly take: "value" | "length" };

export const executionTraceKeys = defineTable({
  name: "executionTraceKeys",
  title: "Execution trace keys",
  description:
    "Which member of an `ExecutionReport` each registered trace key takes its value from, and whether it takes the value itself or the number of items.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Trace"),
  value: {
    "exec.total_latency_ms": { member: "total_latency_ms", take: "value" },
    "exec.success_count": { member: "success_count", take: "value" },
    "exec.failed_count": { member: "failed_count", take: "value" },
    "exec.skipped_count": { member: "skipped_count", take: "value" },
    "exec.denied_count": { member: "denied_count", take: "value" },
    "exec.fail_closed": { member: "fail_closed", take: "value" },
    "exec.attempt_count": { member: "attempts", take: "length" },
  } satisfies Record<ExecutionTraceKey, TraceRule>,
});
