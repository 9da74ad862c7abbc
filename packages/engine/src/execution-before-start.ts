import { type ControlPlaneExecutionStatus, OapError } from "@oap/protocol";
import type { ExecutionRecord } from "@oap/store";

const beforeStart: ReadonlySet<ControlPlaneExecutionStatus> = new Set([
  "received",
  "compiled",
  "awaiting_approval",
  "ready",
  "rejected",
]);

/** The execution that was found, if nothing of it was started yet. Throws EXECUTION_NOT_FOUND or STATE_CONFLICT. */
export function executionBeforeStart(found: ExecutionRecord | undefined, executionId: string): ExecutionRecord {
  if (found === undefined) {
    throw new OapError("EXECUTION_NOT_FOUND", { message: `There is no execution ${executionId}.` });
  }
  const { run_id, status } = found;
  if (run_id === undefined && beforeStart.has(status)) return found;
  const what = run_id === undefined ? `is ${status}` : `was started already: its run ${run_id} is ${status}`;
  throw new OapError("STATE_CONFLICT", {
    message: `The execution ${executionId} ${what}.`,
    details: { execution_id: executionId, status, ...(run_id === undefined ? {} : { run_id }) },
  });
}
