import { type Static, Type } from "@sinclair/typebox";
import { StepId } from "../execution/step-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlanePolicyExplainInput = defineType({
  name: "ControlPlanePolicyExplainInput",
  title: "Explain Policy: input",
  description: "What to explain.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    stepId: Type.Optional(ref(StepId, { description: "The step to explain; absent, the execution as a whole." })),
  }),
  examples: {
    valid: [
      { title: "the whole", value: { executionId: "exe-1" } },
      { title: "one step", value: { executionId: "exe-1", stepId: "load" } },
    ],
    invalid: [
      { title: "without an execution", value: { stepId: "load" }, pointer: "", keyword: "required" },
      { title: "an empty step", value: { executionId: "exe-1", stepId: "" }, pointer: "/stepId", keyword: "pattern" },
    ],
  },
});
export type ControlPlanePolicyExplainInput = Static<typeof ControlPlanePolicyExplainInput.schema>;
