import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionCompletedPayload } from "./control-plane-execution-completed-payload.ts";

export const controlPlaneExecutionCompleted = defineEvent({
  key: "controlPlane.execution.completed",
  title: "Execution completed",
  description: "Published when a run completed and its output is on disk.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneExecutionCompletedPayload,
});
