import { type Static, Type } from "@sinclair/typebox";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

export const ControlSessionCloseResult = defineType({
  name: "ControlSessionCloseResult",
  title: "Close a session: result",
  description: "The session that is closed now.",
  stability,
  since,
  source,
  schema: Type.Object({
    session_id: ref(OrchSessionId, { description: "The session's identifier." }),
    closed_at: ref(Timestamp, { description: "When it was closed." }),
  }),
  examples: {
    valid: [{ title: "closed", value: { session_id: "ses-1", closed_at: "2026-03-01T11:00:00.000Z" } }],
    invalid: [
      { title: "without a time", value: { session_id: "ses-1" }, pointer: "", keyword: "required" },
      {
        title: "a time without an hour",
        value: { session_id: "ses-1", closed_at: "2026-03-01" },
        pointer: "/closed_at",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlSessionCloseResult = Static<typeof ControlSessionCloseResult.schema>;
