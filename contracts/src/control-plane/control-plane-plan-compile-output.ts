import { type Static, Type } from "@sinclair/typebox";
import { planStepsMax } from "../common/bounds.ts";
import { Sha256Hash } from "../common/sha256-hash.ts";
import { Timestamp } from "../common/timestamp.ts";
import { PlanId } from "../execution/plan-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlanePlanCompileOutput = defineType({
  name: "ControlPlanePlanCompileOutput",
  title: "Compile Plan: output",
  description: "The plan that was compiled.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    planId: ref(PlanId, {
      description:
        "The plan: the draft's own `plan_id`. One that is taken by a plan with another content is `ID_CONFLICT`.",
    }),
    compiledAt: ref(Timestamp, { description: "When it was compiled." }),
    stepCount: Type.Integer({ minimum: 1, maximum: planStepsMax.value, description: "How many steps it has." }),
    deterministicHash: ref(Sha256Hash, {
      description: "The hash of the compiled plan: equal for equal drafts, different for different ones.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "one step",
        value: {
          planId: "count-words",
          compiledAt: "2026-03-01T09:30:00.000Z",
          stepCount: 1,
          deterministicHash: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
      },
    ],
    invalid: [
      {
        title: "without a hash",
        value: { planId: "count-words", compiledAt: "2026-03-01T09:30:00.000Z", stepCount: 1 },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a hash without its algorithm",
        value: {
          planId: "count-words",
          compiledAt: "2026-03-01T09:30:00.000Z",
          stepCount: 1,
          deterministicHash: "9f86d081",
        },
        pointer: "/deterministicHash",
        keyword: "pattern",
      },
      {
        title: "no steps",
        value: {
          planId: "count-words",
          compiledAt: "2026-03-01T09:30:00.000Z",
          stepCount: 0,
          deterministicHash: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
        pointer: "/stepCount",
        keyword: "minimum",
      },
    ],
  },
});
export type ControlPlanePlanCompileOutput = Static<typeof ControlPlanePlanCompileOutput.schema>;
