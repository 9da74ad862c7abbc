import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionFailedPayload } from "./control-plane-execution-failed-payload.ts";

export const controlPlaneExecutionFailed = defineEvent({
  key: "controlPlane.execution.failed",
  title: "Execution failed",
  description: "Published when a run ended without completing: it failed, was cancelled or ran out of time.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneExecutionFailedPayload,
});
