import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionGetInput = defineType({
  name: "ControlPlaneExecutionGetInput",
  title: "Get Execution: input",
  description: "Which execution to read.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
  }),
  examples: {
    valid: [{ title: "as it is written", value: { executionId: "exe-1" } }],
    invalid: [
      { title: "without an execution", value: {}, pointer: "", keyword: "required" },
      { title: "an empty one", value: { executionId: "" }, pointer: "/executionId", keyword: "pattern" },
    ],
  },
});
export type ControlPlaneExecutionGetInput = Static<typeof ControlPlaneExecutionGetInput.schema>;
