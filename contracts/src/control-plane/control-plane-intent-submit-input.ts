import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { OrchCaller } from "../common/orch-caller.ts";
import { OrchTraceId } from "../common/orch-trace-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { intentTextMax } from "./bounds.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { WorkspaceId } from "./workspace-id.ts";

export const ControlPlaneIntentSubmitInput = defineType({
  name: "ControlPlaneIntentSubmitInput",
  title: "Submit Intent: input",
  description: "What is wanted, by whom, and where it was said.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    workspaceId: ref(WorkspaceId, { description: "The workspace that the intent belongs to." }),
    text: Type.String({ minLength: 1, maxLength: intentTextMax.value, description: "What is wanted, in plain words." }),
    actorId: Type.Optional(
      ref(OrchCaller, { description: "Who wants it. Absent, it is the authenticated caller; another is `FORBIDDEN`." }),
    ),
    channelKey: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: "Where it was said, such as `cli` or `chat:support`." }),
    ),
    metadata: Type.Optional(
      ref(JsonObject, { description: "Anything else to keep with the intent. Plans do not see it." }),
    ),
    traceId: Type.Optional(
      ref(OrchTraceId, { description: "The trace that it belongs to. Absent, it is the exchange's own." }),
    ),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: { workspaceId: "imaging", text: "Describe the colours of this picture." } },
      {
        title: "from a command line",
        value: {
          workspaceId: "imaging",
          text: "Describe the colours of this picture.",
          actorId: "user:ada",
          channelKey: "cli",
          metadata: { ticket: "T-17" },
          traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
        },
      },
    ],
    invalid: [
      { title: "without a text", value: { workspaceId: "imaging" }, pointer: "", keyword: "required" },
      { title: "an empty text", value: { workspaceId: "imaging", text: "" }, pointer: "/text", keyword: "minLength" },
      {
        title: "a trace that is not one",
        value: { workspaceId: "imaging", text: "Describe it.", traceId: "abc" },
        pointer: "/traceId",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlPlaneIntentSubmitInput = Static<typeof ControlPlaneIntentSubmitInput.schema>;
