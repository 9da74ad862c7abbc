import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { noteTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneExecutionPauseInput = defineType({
  name: "ControlPlaneExecutionPauseInput",
  title: "Pause Execution: input",
  description: "Which run to pause, by whom and why.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." }),
    pausedBy: ref(OrchCaller, {
      description: "Who pauses. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: noteTextMax.value, description: "Why." })),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: { runId: "inv-1", pausedBy: "user:grace" } },
      { title: "with a reason", value: { runId: "inv-1", pausedBy: "user:grace", reason: "The disk is filling up." } },
    ],
    invalid: [
      { title: "without who pauses", value: { runId: "inv-1" }, pointer: "", keyword: "required" },
      { title: "an empty run", value: { runId: "", pausedBy: "user:grace" }, pointer: "/runId", keyword: "pattern" },
    ],
  },
});
export type ControlPlaneExecutionPauseInput = Static<typeof ControlPlaneExecutionPauseInput.schema>;
