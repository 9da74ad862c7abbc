import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { PlanId } from "../execution/plan-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";
import { ControlPlaneRiskTier } from "./control-plane-risk-tier.ts";
import { ExecutionId } from "./execution-id.ts";
import { IntentId } from "./intent-id.ts";

export const ControlPlaneExecution = defineType({
  name: "ControlPlaneExecution",
  title: "Execution",
  description:
    "The record of one execution, from the intent to the end of its latest run. `exec.status.get` reads the same record by the run's identifier.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution's identifier." }),
    intentId: Type.Optional(ref(IntentId, { description: "The intent that it follows from, where there is one." })),
    planId: Type.Optional(ref(PlanId, { description: "Its plan, once there is one." })),
    runId: Type.Optional(
      ref(InvocationId, { description: "Its latest run, once it was started; the `invocation_id` of that run." }),
    ),
    status: ref(ControlPlaneExecutionStatus, { description: "Where it stands." }),
    riskTier: Type.Optional(
      ref(ControlPlaneRiskTier, { description: "The highest risk among its steps, once they are known." }),
    ),
    requiresApproval: Type.Optional(
      Type.Boolean({ description: "Whether a human must approve before it may go on, once that is known." }),
    ),
    createdAt: ref(Timestamp, { description: "When it was created." }),
    updatedAt: ref(Timestamp, { description: "When it last changed." }),
  }),
  examples: {
    valid: [
      {
        title: "an intent was received",
        value: {
          executionId: "exe-1",
          intentId: "int-1",
          status: "received",
          createdAt: "2026-03-01T09:30:00.000Z",
          updatedAt: "2026-03-01T09:30:00.000Z",
        },
      },
      {
        title: "at work",
        value: {
          executionId: "exe-1",
          intentId: "int-1",
          planId: "plan-1",
          runId: "inv-1",
          status: "running",
          riskTier: "low",
          requiresApproval: false,
          createdAt: "2026-03-01T09:30:00.000Z",
          updatedAt: "2026-03-01T09:31:12.250Z",
        },
      },
    ],
    invalid: [
      {
        title: "without a status",
        value: { executionId: "exe-1", createdAt: "2026-03-01T09:30:00.000Z", updatedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "the state of `exec.*`",
        value: {
          executionId: "exe-1",
          status: "RUNNING",
          createdAt: "2026-03-01T09:30:00.000Z",
          updatedAt: "2026-03-01T09:30:00.000Z",
        },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecution = Static<typeof ControlPlaneExecution.schema>;
