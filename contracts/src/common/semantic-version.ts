import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const SemanticVersion = defineType({
  name: "SemanticVersion",
  title: "Semantic version",
  description:
    "One exact version as in Semantic Versioning 2.0.0, such as `1.4.0` or `2.0.0-rc.1`, without a leading `v`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-semantics", "Invocations"),
  schema: Type.String({
    maxLength: 128,
    pattern:
      "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$",
  }),
  examples: {
    valid: [
      { title: "a release", value: "1.0.0" },
      { title: "a pre-release", value: "2.0.0-rc.1" },
    ],
    invalid: [
      { title: "a number with a leading zero", value: "2.0.0-rc.01", pointer: "", keyword: "pattern" },
      { title: "a range", value: "^1.0.0", pointer: "", keyword: "pattern" },
      { title: "two numbers only", value: "1.0", pointer: "", keyword: "pattern" },
      { title: "a number", value: 1, pointer: "", keyword: "type" },
    ],
  },
});
export type SemanticVersion = Static<typeof SemanticVersion.schema>;
