import { type Static, Type } from "@sinclair/typebox";
import { PlanId } from "../execution/plan-id.ts";
import { PolicyBindingId } from "../governance/policy-binding-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlanePlanVerifyInput = defineType({
  name: "ControlPlanePlanVerifyInput",
  title: "Verify Plan: input",
  description: "Which plan to verify, and against which policies.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    planId: ref(PlanId, { description: "The compiled plan." }),
    policyVersion: Type.Optional(
      ref(PolicyBindingId, {
        description:
          "The versioned set of policies to verify against. Absent, it is the one in force; another one is `STATE_CONFLICT` unless it is in force.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "against the policies in force", value: { executionId: "exe-1", planId: "count-words" } },
      {
        title: "against a version",
        value: { executionId: "exe-1", planId: "count-words", policyVersion: "development-allow" },
      },
    ],
    invalid: [
      { title: "without a plan", value: { executionId: "exe-1" }, pointer: "", keyword: "required" },
      {
        title: "a plan with a space",
        value: { executionId: "exe-1", planId: "plan 1" },
        pointer: "/planId",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlPlanePlanVerifyInput = Static<typeof ControlPlanePlanVerifyInput.schema>;
