import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { PlanId } from "../execution/plan-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionCompletedPayload = defineType({
  name: "ControlPlaneExecutionCompletedPayload",
  title: "Execution completed: payload",
  description: "What the event `controlPlane.execution.completed` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    runId: ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." }),
    planId: Type.Optional(ref(PlanId, { description: "The plan; absent where an invocation has none." })),
    completedAt: ref(Timestamp, { description: "When it completed." }),
    outcome: Type.Optional(
      Type.String({ minLength: 1, maxLength: noteTextMax.value, description: "What came of it, in a sentence." }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "all steps completed",
        value: {
          executionId: "exe-1",
          runId: "inv-1",
          planId: "plan-1",
          completedAt: "2026-03-01T09:30:00.000Z",
          outcome: "3 of 3 steps completed.",
        },
      },
    ],
    invalid: [
      {
        title: "without a run",
        value: { executionId: "exe-1", completedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an outcome that is an object",
        value: { executionId: "exe-1", runId: "inv-1", completedAt: "2026-03-01T09:30:00.000Z", outcome: {} },
        pointer: "/outcome",
        keyword: "type",
      },
    ],
  },
});
export type ControlPlaneExecutionCompletedPayload = Static<typeof ControlPlaneExecutionCompletedPayload.schema>;
