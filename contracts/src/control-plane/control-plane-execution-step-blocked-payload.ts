import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax } from "../common/bounds.ts";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { PlanId } from "../execution/plan-id.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionStepBlockedPayload = defineType({
  name: "ControlPlaneExecutionStepBlockedPayload",
  title: "Step blocked: payload",
  description: "What the event `controlPlane.execution.step.blocked` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    runId: Type.Optional(ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." })),
    planId: Type.Optional(ref(PlanId, { description: "The plan; absent where an invocation has none." })),
    stepId: Type.Optional(
      ref(StepId, { description: "The step of the execution's plan; absent if the run as a whole is blocked." }),
    ),
    attempt: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: attemptsMax.value,
        description: "Which attempt was kept from running; absent if the run as a whole is blocked.",
      }),
    ),
    blockedAt: ref(Timestamp, { description: "When it was blocked." }),
    reason: Type.String({ minLength: 1, maxLength: noteTextMax.value, description: "Why, as a sentence." }),
  }),
  examples: {
    valid: [
      {
        title: "waiting for a human",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          stepId: "load",
          attempt: 1,
          blockedAt: "2026-03-01T09:30:00.000Z",
          reason: "Policy asks for a human: the host is not known.",
        },
      },
      {
        title: "a run that was paused",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          blockedAt: "2026-03-01T09:30:00.000Z",
          reason: "The run is paused.",
        },
      },
    ],
    invalid: [
      {
        title: "without a reason",
        value: { executionId: "exe-1", blockedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an empty reason",
        value: { executionId: "exe-1", blockedAt: "2026-03-01T09:30:00.000Z", reason: "" },
        pointer: "/reason",
        keyword: "minLength",
      },
    ],
  },
});
export type ControlPlaneExecutionStepBlockedPayload = Static<typeof ControlPlaneExecutionStepBlockedPayload.schema>;
