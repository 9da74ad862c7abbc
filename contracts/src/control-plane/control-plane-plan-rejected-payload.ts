import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { PlanId } from "../execution/plan-id.ts";
import { policyReasonsMax } from "../governance/bounds.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlanePlanRejectedPayload = defineType({
  name: "ControlPlanePlanRejectedPayload",
  title: "Plan rejected: payload",
  description: "What the event `controlPlane.plan.rejected` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    planId: Type.Optional(ref(PlanId, { description: "The plan, if there was one." })),
    rejectedAt: ref(Timestamp, { description: "When it was rejected." }),
    reasons: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), {
        maxItems: policyReasonsMax.value,
        description: "Why, one sentence each.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "denied by policy",
        value: {
          executionId: "exe-1",
          planId: "plan-1",
          rejectedAt: "2026-03-01T09:30:00.000Z",
          reasons: ["Policy `deny-restricted-data` denies step `load`."],
        },
      },
    ],
    invalid: [
      {
        title: "reasons as one text",
        value: { executionId: "exe-1", rejectedAt: "2026-03-01T09:30:00.000Z", reasons: "Policy denies it." },
        pointer: "/reasons",
        keyword: "type",
      },
      { title: "without a time", value: { executionId: "exe-1" }, pointer: "", keyword: "required" },
    ],
  },
});
export type ControlPlanePlanRejectedPayload = Static<typeof ControlPlanePlanRejectedPayload.schema>;
