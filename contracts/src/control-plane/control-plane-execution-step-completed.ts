import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStepCompletedPayload } from "./control-plane-execution-step-completed-payload.ts";

export const controlPlaneExecutionStepCompleted = defineEvent({
  key: "controlPlane.execution.step.completed",
  title: "Step completed",
  description: "Published when a step completed and its output is on disk.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneExecutionStepCompletedPayload,
});
