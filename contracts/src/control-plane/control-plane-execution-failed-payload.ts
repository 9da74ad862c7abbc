import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { PlanId } from "../execution/plan-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionFailedPayload = defineType({
  name: "ControlPlaneExecutionFailedPayload",
  title: "Execution failed: payload",
  description: "What the event `controlPlane.execution.failed` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    runId: Type.Optional(ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." })),
    planId: Type.Optional(ref(PlanId, { description: "The plan; absent where an invocation has none." })),
    failedAt: ref(Timestamp, { description: "When it ended." }),
    errorCode: Type.String({
      pattern: "^[A-Z][A-Z0-9_]{1,63}$",
      description: "Why, for programs: an ExecutionFailureReason, an error code, or `CANCELLED`.",
    }),
    errorMessage: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: noteTextMax.value,
        description: "Why, for people; a public message, without anything that a plugin keeps to itself.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "a step failed",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          failedAt: "2026-03-01T09:30:00.000Z",
          errorCode: "RUNTIME_ERROR",
          errorMessage: "Step `analyze` failed.",
        },
      },
    ],
    invalid: [
      {
        title: "without a code",
        value: { executionId: "exe-1", failedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a code in lower case",
        value: { executionId: "exe-1", failedAt: "2026-03-01T09:30:00.000Z", errorCode: "failed" },
        pointer: "/errorCode",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlPlaneExecutionFailedPayload = Static<typeof ControlPlaneExecutionFailedPayload.schema>;
