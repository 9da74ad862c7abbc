import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlanePlanRejectedPayload } from "./control-plane-plan-rejected-payload.ts";

export const controlPlanePlanRejected = defineEvent({
  key: "controlPlane.plan.rejected",
  title: "Plan rejected",
  description: "Published when a plan failed verification or policy denied it.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlanePlanRejectedPayload,
});
