import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneExecutionRetryInput = defineType({
  name: "ControlPlaneExecutionRetryInput",
  title: "Retry Execution: input",
  description: "Which run to retry, and by whom.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run that did not complete." }),
    retriedBy: ref(OrchCaller, {
      description: "Who retries. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
  }),
  examples: {
    valid: [{ title: "as it is written", value: { runId: "inv-1", retriedBy: "user:grace" } }],
    invalid: [
      { title: "without who retries", value: { runId: "inv-1" }, pointer: "", keyword: "required" },
      {
        title: "a run with a space",
        value: { runId: "inv 1", retriedBy: "user:grace" },
        pointer: "/runId",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlPlaneExecutionRetryInput = Static<typeof ControlPlaneExecutionRetryInput.schema>;
