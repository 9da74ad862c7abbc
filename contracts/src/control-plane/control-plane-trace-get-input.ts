import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneTraceGetInput = defineType({
  name: "ControlPlaneTraceGetInput",
  title: "Get Trace: input",
  description: "Which execution to trace, and how fully.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    includePayloads: Type.Optional(
      Type.Boolean({ description: "Whether entries carry inputs and outputs, redacted. Defaults to false." }),
    ),
  }),
  examples: {
    valid: [
      { title: "without payloads", value: { executionId: "exe-1" } },
      { title: "with payloads", value: { executionId: "exe-1", includePayloads: true } },
    ],
    invalid: [
      { title: "without an execution", value: { includePayloads: true }, pointer: "", keyword: "required" },
      {
        title: "a word for a boolean",
        value: { executionId: "exe-1", includePayloads: "yes" },
        pointer: "/includePayloads",
        keyword: "type",
      },
    ],
  },
});
export type ControlPlaneTraceGetInput = Static<typeof ControlPlaneTraceGetInput.schema>;
