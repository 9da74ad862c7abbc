import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStepFailedPayload } from "./control-plane-execution-step-failed-payload.ts";

export const controlPlaneExecutionStepFailed = defineEvent({
  key: "controlPlane.execution.step.failed",
  title: "Step failed",
  description:
    "Published when an attempt at a step failed, also if another one follows, or a step could not be attempted at all. Steps that a run's end ended are not told one by one.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneExecutionStepFailedPayload,
});
