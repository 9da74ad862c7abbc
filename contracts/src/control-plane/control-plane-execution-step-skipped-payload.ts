import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { PlanId } from "../execution/plan-id.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionStepSkippedPayload = defineType({
  name: "ControlPlaneExecutionStepSkippedPayload",
  title: "Step skipped: payload",
  description: "What the event `controlPlane.execution.step.skipped` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    runId: Type.Optional(ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." })),
    planId: Type.Optional(ref(PlanId, { description: "The plan." })),
    stepId: ref(StepId, { description: "The step of the execution's plan." }),
    skippedAt: ref(Timestamp, { description: "When that was decided." }),
    reason: Type.String({ minLength: 1, maxLength: noteTextMax.value, description: "Why, as a sentence." }),
  }),
  examples: {
    valid: [
      {
        title: "its condition is false",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          stepId: "load",
          skippedAt: "2026-03-01T09:30:00.000Z",
          reason: "A condition of it is false, or every step it depends on was skipped.",
        },
      },
    ],
    invalid: [
      {
        title: "without a reason",
        value: { executionId: "exe-1", stepId: "load", skippedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an empty reason",
        value: { executionId: "exe-1", stepId: "load", skippedAt: "2026-03-01T09:30:00.000Z", reason: "" },
        pointer: "/reason",
        keyword: "minLength",
      },
    ],
  },
});
export type ControlPlaneExecutionStepSkippedPayload = Static<typeof ControlPlaneExecutionStepSkippedPayload.schema>;
