import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const executionStateOfExecutionStatus = defineTable({
  name: "executionStateOfExecutionStatus",
  title: "Execution states of execution statuses",
  description:
    "The ExecutionState in which `exec.*` shows an execution's run, by the execution's status. Before there is a run, it is what a run would show. A rejection by policy or by a human is FAILED with the reason POLICY_DENIED.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  value: {
    received: "PENDING",
    compiled: "PENDING",
    awaiting_approval: "PENDING",
    ready: "PENDING",
    running: "RUNNING",
    paused: "RUNNING",
    completed: "COMPLETED",
    failed: "FAILED",
    cancelled: "CANCELLED",
    timed_out: "TIMED_OUT",
    rejected: "FAILED",
  },
});
