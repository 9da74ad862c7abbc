import { defineCommand } from "../spec/define-operation.ts";
import { controlMeta } from "./control-meta.ts";
import { ControlSessionOpenParams } from "./control-session-open-params.ts";
import { ControlSessionOpenResult } from "./control-session-open-result.ts";
import { controlRequestHeaders } from "./headers.ts";

export const controlSessionOpen = defineCommand({
  meta: {
    ...controlMeta,
    key: "control.session.open",
    title: "Open a session",
    description:
      "Opens a session, which groups exchanges that carry its identifier into one context. Opening one's own open session again with the same parameters answers it as it is. An identifier that belongs to another caller's session, to a closed one, or to one with other parameters is `ID_CONFLICT`.",
    goal: "Give a series of exchanges one purpose, one set of facts for policy and one chain in the ledger.",
    context: "Called at the start of a conversation or of a longer piece of work.",
    tags: ["control", "session"],
  },
  capability: { key: "control.session", version: "1.0.0" },
  io: {
    input: ControlSessionOpenParams,
    output: ControlSessionOpenResult,
  },
  policy: { auth: "user", pii: ["/params/purpose", "/params/attributes"] },
  headers: { request: controlRequestHeaders },
});
