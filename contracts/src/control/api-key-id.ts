import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ApiKeyId = defineType({
  name: "ApiKeyId",
  title: "API key identifier",
  description:
    "Identifies an API key. It is not secret: it is shown in lists and logs. Made by the server, with the prefix `key_`.",
  stability: "experimental",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "made by a server", value: "key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" }],
    invalid: [
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "a number", value: 7, pointer: "", keyword: "type" },
    ],
  },
});
export type ApiKeyId = Static<typeof ApiKeyId.schema>;
