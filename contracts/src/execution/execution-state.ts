import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ExecutionState = defineType({
  name: "ExecutionState",
  title: "Execution state",
  description:
    "Where an invocation or a step stands. States move only from `PENDING` to `RUNNING` to one of `COMPLETED`, `FAILED`, `CANCELLED` or `TIMED_OUT`, or from `PENDING` straight to `FAILED`, `CANCELLED` or `TIMED_OUT`. The last four are terminal and never change; `COMPLETED` is said only when it is on disk. A run that is paused shows as `RUNNING`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "2.2"),
  schema: stringEnum(["PENDING", "RUNNING", "COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT"]),
  examples: {
    valid: [
      { title: "open", value: "RUNNING" },
      { title: "terminal", value: "TIMED_OUT" },
    ],
    invalid: [
      { title: "the state of a job", value: "SUCCESS", pointer: "", keyword: "enum" },
      { title: "lower case", value: "running", pointer: "", keyword: "enum" },
    ],
  },
});
export type ExecutionState = Static<typeof ExecutionState.schema>;
