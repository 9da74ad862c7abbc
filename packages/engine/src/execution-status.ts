import type { ControlPlaneExecutionStatus, ExecutionState } from "@oap/protocol";

/** How a run's state shows in the record of its execution: the contracts' table of statuses, read backwards for runs. */
export const executionStatusOf: Readonly<Record<ExecutionState, ControlPlaneExecutionStatus>> = Object.freeze({
  PENDING: "running",
  RUNNING: "running",
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELLED: "cancelled",
  TIMED_OUT: "timed_out",
});
