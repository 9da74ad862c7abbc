import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlanePlanCompiledPayload } from "./control-plane-plan-compiled-payload.ts";

export const controlPlanePlanCompiled = defineEvent({
  key: "controlPlane.plan.compiled",
  title: "Plan compiled",
  description: "Published when an intent was compiled into a plan.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlanePlanCompiledPayload,
});
