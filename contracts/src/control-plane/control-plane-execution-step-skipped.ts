import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStepSkippedPayload } from "./control-plane-execution-step-skipped-payload.ts";

export const controlPlaneExecutionStepSkipped = defineEvent({
  key: "controlPlane.execution.step.skipped",
  title: "Step skipped",
  description:
    "Published when a step was passed over for good: by a condition that is false, or since a step that it requires did not complete. It has not started.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneExecutionStepSkippedPayload,
});
