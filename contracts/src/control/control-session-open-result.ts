import { type Static, Type } from "@sinclair/typebox";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { controlMeta } from "./control-meta.ts";

const { stability, since, source } = controlMeta;

export const ControlSessionOpenResult = defineType({
  name: "ControlSessionOpenResult",
  title: "Open a session: result",
  description: "The session that is open now.",
  stability,
  since,
  source,
  schema: Type.Object({
    session_id: ref(OrchSessionId, { description: "The session's identifier." }),
    started_at: ref(Timestamp, { description: "When it was opened." }),
  }),
  examples: {
    valid: [{ title: "opened", value: { session_id: "ses-1", started_at: "2026-03-01T09:30:00.000Z" } }],
    invalid: [
      { title: "without a time", value: { session_id: "ses-1" }, pointer: "", keyword: "required" },
      {
        title: "a time as a number",
        value: { session_id: "ses-1", started_at: 1772357400000 },
        pointer: "/started_at",
        keyword: "type",
      },
    ],
  },
});
export type ControlSessionOpenResult = Static<typeof ControlSessionOpenResult.schema>;
