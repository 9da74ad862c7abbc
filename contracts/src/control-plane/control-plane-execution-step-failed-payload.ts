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

export const ControlPlaneExecutionStepFailedPayload = defineType({
  name: "ControlPlaneExecutionStepFailedPayload",
  title: "Step failed: payload",
  description: "What the event `controlPlane.execution.step.failed` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    runId: Type.Optional(ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." })),
    planId: Type.Optional(ref(PlanId, { description: "The plan; absent where an invocation has none." })),
    stepId: ref(StepId, { description: "The step of the execution's plan." }),
    attempt: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: attemptsMax.value,
        description: "Which attempt failed; absent if the step failed before its first one.",
      }),
    ),
    failedAt: ref(Timestamp, { description: "When it failed." }),
    errorCode: Type.String({
      pattern: "^[A-Z][A-Z0-9_]{1,63}$",
      description: "Why, for programs: an ExecutionFailureReason or an error code.",
    }),
    errorMessage: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: noteTextMax.value,
        description: "Why, for people; a public message, without anything that a plugin keeps to itself.",
      }),
    ),
    retryAt: Type.Optional(
      ref(Timestamp, { description: "When the next attempt is due; absent if the step has failed for good." }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "an attempt that is tried again",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          stepId: "load",
          attempt: 1,
          failedAt: "2026-03-01T09:30:00.000Z",
          errorCode: "UPSTREAM_UNAVAILABLE",
          errorMessage: "The host does not answer.",
          retryAt: "2026-03-01T09:30:01.000Z",
        },
      },
      {
        title: "before the first attempt",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          stepId: "analyze",
          failedAt: "2026-03-01T09:30:00.000Z",
          errorCode: "VALIDATION_ERROR",
        },
      },
    ],
    invalid: [
      {
        title: "without a code",
        value: { executionId: "exe-1", stepId: "load", failedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "the attempt before the first",
        value: {
          executionId: "exe-1",
          stepId: "load",
          attempt: 0,
          failedAt: "2026-03-01T09:30:00.000Z",
          errorCode: "RUNTIME_ERROR",
        },
        pointer: "/attempt",
        keyword: "minimum",
      },
    ],
  },
});
export type ControlPlaneExecutionStepFailedPayload = Static<typeof ControlPlaneExecutionStepFailedPayload.schema>;
