import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneExecutionResumeInput = defineType({
  name: "ControlPlaneExecutionResumeInput",
  title: "Resume Execution: input",
  description: "Which run to resume, and by whom.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." }),
    resumedBy: ref(OrchCaller, {
      description: "Who resumes. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
  }),
  examples: {
    valid: [{ title: "as it is written", value: { runId: "inv-1", resumedBy: "user:grace" } }],
    invalid: [
      { title: "without who resumes", value: { runId: "inv-1" }, pointer: "", keyword: "required" },
      {
        title: "a run that is a number",
        value: { runId: 1, resumedBy: "user:grace" },
        pointer: "/runId",
        keyword: "type",
      },
    ],
  },
});
export type ControlPlaneExecutionResumeInput = Static<typeof ControlPlaneExecutionResumeInput.schema>;
