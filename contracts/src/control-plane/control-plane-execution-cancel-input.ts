import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionCancelInput = defineType({
  name: "ControlPlaneExecutionCancelInput",
  title: "Cancel Execution: input",
  description: "Which execution to cancel, by whom and why.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    cancelledBy: ref(OrchCaller, {
      description: "Who cancels. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: noteTextMax.value, description: "Why." })),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: { executionId: "exe-1", cancelledBy: "user:grace" } },
      {
        title: "with a reason",
        value: { executionId: "exe-1", cancelledBy: "user:grace", reason: "The picture was replaced." },
      },
    ],
    invalid: [
      { title: "without who cancels", value: { executionId: "exe-1" }, pointer: "", keyword: "required" },
      {
        title: "an empty reason",
        value: { executionId: "exe-1", cancelledBy: "user:grace", reason: "" },
        pointer: "/reason",
        keyword: "minLength",
      },
    ],
  },
});
export type ControlPlaneExecutionCancelInput = Static<typeof ControlPlaneExecutionCancelInput.schema>;
