import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { identifierPattern } from "./orch-id.ts";

export const OrchSessionId = defineType({
  name: "OrchSessionId",
  title: "Session identifier",
  description:
    "Identifies an orchestration session, which groups many exchanges into one context and may last long. It travels as the `Orch-Session-Id` header and may be echoed in `_meta.session_id`.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.2.2"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "as it is written", value: "ses_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" }],
    invalid: [
      { title: "with a space", value: "two words", pointer: "", keyword: "pattern" },
      { title: "null", value: null, pointer: "", keyword: "type" },
    ],
  },
});
export type OrchSessionId = Static<typeof OrchSessionId.schema>;
