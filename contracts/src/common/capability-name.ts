import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const CapabilityName = defineType({
  name: "CapabilityName",
  title: "Capability name",
  description:
    "Names a capability within its module, such as `analyze`. It begins with a letter and has at most 128 letters, digits, dots, hyphens and underscores.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "3.1"),
  schema: Type.String({ pattern: "^[A-Za-z][A-Za-z0-9._-]{0,127}$" }),
  examples: {
    valid: [
      { title: "one word", value: "analyze" },
      { title: "dotted", value: "document.summarize" },
    ],
    invalid: [
      { title: "empty", value: "", pointer: "", keyword: "pattern" },
      { title: "with a space", value: "analyze image", pointer: "", keyword: "pattern" },
      { title: "null", value: null, pointer: "", keyword: "type" },
    ],
  },
});
export type CapabilityName = Static<typeof CapabilityName.schema>;
