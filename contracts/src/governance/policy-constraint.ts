import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const PolicyConstraint = defineType({
  name: "PolicyConstraint",
  title: "Policy constraint",
  description:
    "A condition under which policy allows an action. The table `policyConstraintCodes` says which codes there are, with their scopes and arguments. Constraints are enforced, never ignored: a code that the control plane does not know is a denial, and breaking one at run time is `CONSTRAINT_VIOLATION`. Constraints of several policies add up.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: Type.Object({
    code: Type.String({
      pattern: "^[A-Z][A-Z0-9_]{0,63}$",
      description: "What is constrained, such as `MAX_OUTPUT_BYTES`, in upper case with underscores.",
    }),
    scope: stringEnum(["request", "session", "action", "output"], {
      description:
        "What it applies to: this request, every exchange of the session, the action while it runs, or what the action puts out.",
    }),
    args: Type.Optional(
      ref(JsonObject, { description: "The constraint's arguments; their members depend on `code`." }),
    ),
    reason: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2048, description: "Why policy sets it, for people." }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "a bounded output",
        value: {
          code: "MAX_OUTPUT_BYTES",
          scope: "output",
          args: { bytes: 65536 },
          reason: "Results of this module are shown in a chat window.",
        },
      },
      { title: "the least there is", value: { code: "READ_ONLY", scope: "action" } },
    ],
    invalid: [
      { title: "without a scope", value: { code: "READ_ONLY" }, pointer: "", keyword: "required" },
      { title: "an unknown scope", value: { code: "READ_ONLY", scope: "tenant" }, pointer: "/scope", keyword: "enum" },
      {
        title: "a code in lower case",
        value: { code: "read-only", scope: "action" },
        pointer: "/code",
        keyword: "pattern",
      },
    ],
  },
});
export type PolicyConstraint = Static<typeof PolicyConstraint.schema>;
