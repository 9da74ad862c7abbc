import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { identifierPattern } from "./orch-id.ts";

export const OrchCaller = defineType({
  name: "OrchCaller",
  title: "Caller identity",
  description:
    "Names the authenticated caller: a person, a service principal or an agent. It travels as the `Orch-Caller` header, is checked against the credential, and may be echoed in `_meta.caller`.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.2.4"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "as it is written", value: "user:ada" }],
    invalid: [
      { title: "with a space", value: "two words", pointer: "", keyword: "pattern" },
      { title: "null", value: null, pointer: "", keyword: "type" },
    ],
  },
});
export type OrchCaller = Static<typeof OrchCaller.schema>;
