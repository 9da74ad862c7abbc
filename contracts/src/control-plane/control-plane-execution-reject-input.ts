import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionRejectInput = defineType({
  name: "ControlPlaneExecutionRejectInput",
  title: "Reject Step: input",
  description: "Which step is rejected, by whom and why.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    stepId: ref(StepId, { description: "The step of the execution's plan." }),
    rejectedBy: ref(OrchCaller, {
      description: "Who rejects. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
    reason: Type.String({
      minLength: 1,
      maxLength: noteTextMax.value,
      description: "Why. It is recorded in the ledger.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "as it is written",
        value: { executionId: "exe-1", stepId: "load", rejectedBy: "user:grace", reason: "The host is not ours." },
      },
    ],
    invalid: [
      {
        title: "without a step",
        value: { executionId: "exe-1", rejectedBy: "user:grace", reason: "No." },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an empty reason",
        value: { executionId: "exe-1", stepId: "load", rejectedBy: "user:grace", reason: "" },
        pointer: "/reason",
        keyword: "minLength",
      },
    ],
  },
});
export type ControlPlaneExecutionRejectInput = Static<typeof ControlPlaneExecutionRejectInput.schema>;
