import { type Static, Type } from "@sinclair/typebox";
import { planStepsMax } from "../common/bounds.ts";
import { Timestamp } from "../common/timestamp.ts";
import { PlanId } from "../execution/plan-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlanePlanCompiledPayload = defineType({
  name: "ControlPlanePlanCompiledPayload",
  title: "Plan compiled: payload",
  description: "What the event `controlPlane.plan.compiled` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    planId: ref(PlanId, { description: "The plan." }),
    compiledAt: ref(Timestamp, { description: "When it was compiled." }),
    stepCount: Type.Integer({ minimum: 1, maximum: planStepsMax.value, description: "How many steps it has." }),
  }),
  examples: {
    valid: [
      {
        title: "three steps",
        value: { executionId: "exe-1", planId: "plan-1", compiledAt: "2026-03-01T09:30:00.000Z", stepCount: 3 },
      },
    ],
    invalid: [
      {
        title: "no steps",
        value: { executionId: "exe-1", planId: "plan-1", compiledAt: "2026-03-01T09:30:00.000Z", stepCount: 0 },
        pointer: "/stepCount",
        keyword: "minimum",
      },
      {
        title: "without a plan",
        value: { executionId: "exe-1", compiledAt: "2026-03-01T09:30:00.000Z", stepCount: 3 },
        pointer: "",
        keyword: "required",
      },
    ],
  },
});
export type ControlPlanePlanCompiledPayload = Static<typeof ControlPlanePlanCompiledPayload.schema>;
