import { type Static, Type } from "@sinclair/typebox";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

export const ControlSessionCloseParams = defineType({
  name: "ControlSessionCloseParams",
  title: "Close a session: parameters",
  description: "Which session to close, and why.",
  stability,
  since,
  source,
  schema: Type.Object({
    session_id: ref(OrchSessionId, { description: "The session to close." }),
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 2048, description: "Why it is closed." })),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: { session_id: "ses-1" } },
      { title: "with a reason", value: { session_id: "ses-1", reason: "The pictures are sorted." } },
    ],
    invalid: [
      { title: "without a session", value: {}, pointer: "", keyword: "required" },
      {
        title: "an empty reason",
        value: { session_id: "ses-1", reason: "" },
        pointer: "/reason",
        keyword: "minLength",
      },
    ],
  },
});
export type ControlSessionCloseParams = Static<typeof ControlSessionCloseParams.schema>;
