import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax } from "../common/bounds.ts";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { PlanId } from "../execution/plan-id.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionStepStartedPayload = defineType({
  name: "ControlPlaneExecutionStepStartedPayload",
  title: "Step started: payload",
  description: "What the event `controlPlane.execution.step.started` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    runId: Type.Optional(ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." })),
    planId: Type.Optional(ref(PlanId, { description: "The plan; absent where an invocation has none." })),
    stepId: ref(StepId, { description: "The step of the execution's plan." }),
    attempt: Type.Optional(
      Type.Integer({ minimum: 1, maximum: attemptsMax.value, description: "Which attempt it is, from 1." }),
    ),
    startedAt: ref(Timestamp, { description: "When it was started." }),
  }),
  examples: {
    valid: [
      {
        title: "a step of a run",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          stepId: "analyze",
          attempt: 1,
          startedAt: "2026-03-01T09:30:00.000Z",
        },
      },
    ],
    invalid: [
      {
        title: "without a step",
        value: { executionId: "exe-1", startedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an empty step",
        value: { executionId: "exe-1", stepId: "", startedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/stepId",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlPlaneExecutionStepStartedPayload = Static<typeof ControlPlaneExecutionStepStartedPayload.schema>;
