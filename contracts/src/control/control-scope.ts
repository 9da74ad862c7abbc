import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const ControlScope = defineType({
  name: "ControlScope",
  title: "Control scope",
  description: "How far a control operation reaches: one module, one session, or the whole control plane (`global`).",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: stringEnum(["module", "session", "global"]),
  examples: {
    valid: [
      { title: "one module", value: "module" },
      { title: "everything", value: "global" },
    ],
    invalid: [
      { title: "in upper case", value: "GLOBAL", pointer: "", keyword: "enum" },
      { title: "a scope that there is not", value: "tenant", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlScope = Static<typeof ControlScope.schema>;
