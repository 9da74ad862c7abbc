import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStepStartedPayload } from "./control-plane-execution-step-started-payload.ts";

export const controlPlaneExecutionStepStarted = defineEvent({
  key: "controlPlane.execution.step.started",
  title: "Step started",
  description: "Published when an attempt at a step was started; a step that is retried is started several times.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneExecutionStepStartedPayload,
});
