import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStepBlockedPayload } from "./control-plane-execution-step-blocked-payload.ts";

export const controlPlaneExecutionStepBlocked = defineEvent({
  key: "controlPlane.execution.step.blocked",
  title: "Step blocked",
  description:
    "Published when policy, a kill switch or a human kept a step from running, or while it waits for a human; without a step, when a run was paused.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneExecutionStepBlockedPayload,
});
