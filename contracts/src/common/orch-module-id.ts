import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { identifierPattern } from "./orch-id.ts";

export const OrchModuleId = defineType({
  name: "OrchModuleId",
  title: "Module identifier",
  description:
    "Names a module that takes part in the orchestration fabric: in the capability registry, in policy scopes and in audit. It travels as the `Orch-Module-Id` header.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.2.3"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "as it is written", value: "image" }],
    invalid: [
      { title: "with a space", value: "two words", pointer: "", keyword: "pattern" },
      { title: "null", value: null, pointer: "", keyword: "type" },
    ],
  },
});
export type OrchModuleId = Static<typeof OrchModuleId.schema>;
