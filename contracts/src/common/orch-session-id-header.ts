import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { OrchSessionId } from "./orch-session-id.ts";

export const orchSessionIdHeader = defineHeader({
  name: "Orch-Session-Id",
  title: "Session identifier",
  description:
    "Names the session that the exchange belongs to. It is optional and must equal `_meta.session_id` where that is present; the answer repeats it.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.3"),
  schema: ref(OrchSessionId),
  example: "ses_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
});
