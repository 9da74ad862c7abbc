import { defineCommand } from "../spec/define-operation.ts";
import { controlMeta } from "./control-meta.ts";
import { ControlSessionCloseParams } from "./control-session-close-params.ts";
import { ControlSessionCloseResult } from "./control-session-close-result.ts";
import { controlRequestHeaders } from "./headers.ts";

export const controlSessionClose = defineCommand({
  meta: {
    ...controlMeta,
    key: "control.session.close",
    title: "Close a session",
    description:
      "Closes one of the caller's own sessions. Work that runs in it goes on and can still be read; new exchanges can no longer join it. Closing a closed session answers when it was closed.",
    goal: "End a context, so that nothing joins it by mistake.",
    context: "Called at the end of a conversation or of a longer piece of work.",
    tags: ["control", "session"],
  },
  capability: { key: "control.session", version: "1.0.0" },
  io: {
    input: ControlSessionCloseParams,
    output: ControlSessionCloseResult,
    errors: { SESSION_NOT_FOUND: { when: "The caller has no session with this `session_id`." } },
  },
  policy: { auth: "user", pii: ["/params/reason"] },
  headers: { request: controlRequestHeaders },
});
