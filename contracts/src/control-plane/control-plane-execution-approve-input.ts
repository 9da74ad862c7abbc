import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionApproveInput = defineType({
  name: "ControlPlaneExecutionApproveInput",
  title: "Approve Step: input",
  description: "Which step is approved, by whom.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    stepId: ref(StepId, { description: "The step of the execution's plan." }),
    approvedBy: ref(OrchCaller, {
      description: "Who approves. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
    note: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: noteTextMax.value,
        description: "What the approver wants to say about it.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "as it is written", value: { executionId: "exe-1", stepId: "load", approvedBy: "user:grace" } },
      {
        title: "with a note",
        value: { executionId: "exe-1", stepId: "load", approvedBy: "user:grace", note: "The host belongs to us." },
      },
    ],
    invalid: [
      {
        title: "without a step",
        value: { executionId: "exe-1", approvedBy: "user:grace" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an empty note",
        value: { executionId: "exe-1", stepId: "load", approvedBy: "user:grace", note: "" },
        pointer: "/note",
        keyword: "minLength",
      },
    ],
  },
});
export type ControlPlaneExecutionApproveInput = Static<typeof ControlPlaneExecutionApproveInput.schema>;
