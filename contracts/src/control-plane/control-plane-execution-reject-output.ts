import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneStepDecision } from "./control-plane-step-decision.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionRejectOutput = defineType({
  name: "ControlPlaneExecutionRejectOutput",
  title: "Reject Step: output",
  description: "The decision as it was recorded.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    stepId: ref(StepId, { description: "The step of the execution's plan." }),
    status: ref(ControlPlaneStepDecision, { description: "Always `rejected`." }),
    rejectedAt: ref(Timestamp, { description: "When the decision was recorded." }),
  }),
  examples: {
    valid: [
      {
        title: "rejected",
        value: { executionId: "exe-1", stepId: "load", status: "rejected", rejectedAt: "2026-03-01T09:30:00.000Z" },
      },
    ],
    invalid: [
      {
        title: "without a time",
        value: { executionId: "exe-1", stepId: "load", status: "rejected" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an unknown status",
        value: { executionId: "exe-1", stepId: "load", status: "accepted", rejectedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecutionRejectOutput = Static<typeof ControlPlaneExecutionRejectOutput.schema>;
