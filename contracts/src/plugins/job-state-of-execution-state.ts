import type { ExecutionState } from "../execution/execution-state.ts";
import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";
import type { JobState } from "./job-state.ts";

export const jobStateOfExecutionState = defineTable({
  name: "jobStateOfExecutionState",
  title: "Job states and execution states",
  description:
    "Which state a job has while its invocation has this one. It is used both ways: `PENDING`, `RUNNING` and `SUCCESS` each stand for one execution state; a job that is `FAILED` says in `error.ended_as` which of the three it stands for.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-semantics", "Job states and execution states"),
  value: {
    PENDING: "PENDING",
    RUNNING: "RUNNING",
    COMPLETED: "SUCCESS",
    FAILED: "FAILED",
    CANCELLED: "FAILED",
    TIMED_OUT: "FAILED",
  } satisfies Record<ExecutionState, JobState>,
});
