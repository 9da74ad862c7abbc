import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { JsonValue } from "./json-value.ts";

export const ValidationIssue = defineType({
  name: "ValidationIssue",
  title: "Validation issue",
  description:
    "One thing that is wrong with a value: where, by which rule, and what would be right. Errors with the code `INVALID_PARAMS` or `INVALID_PLAN` list all of theirs in `details.issues`.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "Error codes"),
  schema: Type.Object({
    pointer: Type.String({
      pattern: "^(/([^~/]|~[01])*)*$",
      description:
        "Where it is wrong: a JSON Pointer (RFC 6901) into the envelope, such as `/params/target/module_id`. The empty pointer is the whole envelope.",
    }),
    keyword: Type.String({
      minLength: 1,
      maxLength: 64,
      description:
        "Which rule it breaks: the JSON Schema keyword, such as `required` or `pattern`, or the name of a rule that no schema can say, such as `cycle`.",
    }),
    message: Type.String({ minLength: 1, description: "The same for people: what is wrong, and what would be right." }),
    expected: Type.Optional(
      ref(JsonValue, { description: "What the rule asks for, such as the pattern, the limit or the allowed values." }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "a missing member",
        value: {
          pointer: "/params/target",
          keyword: "required",
          message: "`capability` is missing.",
          expected: "capability",
        },
      },
      {
        title: "a rule beyond the schema",
        value: {
          pointer: "/params/plan/steps/2/depends_on/0",
          keyword: "cycle",
          message: "The steps depend on each other in a circle: load → analyze → load.",
        },
      },
    ],
    invalid: [
      {
        title: "a path that is not a pointer",
        value: { pointer: "params.target", keyword: "required", message: "`capability` is missing." },
        pointer: "/pointer",
        keyword: "pattern",
      },
      {
        title: "without a message",
        value: { pointer: "/params", keyword: "required" },
        pointer: "",
        keyword: "required",
      },
    ],
  },
});
export type ValidationIssue = Static<typeof ValidationIssue.schema>;
