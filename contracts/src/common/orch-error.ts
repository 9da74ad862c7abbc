import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { JsonObject } from "./json-object.ts";

/** The members that every error has; a chapter's own error type adds to them. */
export const orchErrorMembers = {
  code: Type.String({
    pattern: "^[A-Z][A-Z0-9_]{1,63}$",
    description:
      "What went wrong, for programs. The codes in the table of error codes are a closed set on the sender's side; receivers keep an arm for codes that a later version adds.",
  }),
  message: Type.String({
    minLength: 1,
    description: "What went wrong, for people: short, and saying what would be right where that is known.",
  }),
  details: Type.Optional(
    ref(JsonObject, {
      description:
        "Structured data for debugging and display. `INVALID_PARAMS` and `INVALID_PLAN` list every `ValidationIssue` in `issues`. Policy logic never relies on it.",
    }),
  ),
  retryable: Type.Optional(
    Type.Boolean({
      description:
        "Whether the same request may succeed later. Where it is absent, the table of error codes says so for the code.",
    }),
  ),
  cause: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 256,
      description: "The category of the root cause, or a reference into the system where it happened.",
    }),
  ),
};

export const OrchError = defineType({
  name: "OrchError",
  title: "Error",
  description:
    "Why an exchange failed. The code fixes the HTTP status, the JSON-RPC integer and whether a retry can help; it is stable and versioned with the protocol.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.5.1"),
  schema: Type.Object(orchErrorMembers),
  examples: {
    valid: [
      {
        title: "an unknown module",
        value: { code: "MODULE_NOT_FOUND", message: "No module `imgae` is registered.", retryable: false },
      },
      {
        title: "wrong parameters",
        value: {
          code: "INVALID_PARAMS",
          message: "The parameters do not match the operation's schema.",
          details: {
            issues: [{ pointer: "/params/target", keyword: "required", message: "`capability` is missing." }],
          },
          retryable: false,
        },
      },
    ],
    invalid: [
      {
        title: "a code in lower case",
        value: { code: "not_found", message: "It is not there." },
        pointer: "/code",
        keyword: "pattern",
      },
      { title: "without a message", value: { code: "INTERNAL" }, pointer: "", keyword: "required" },
      {
        title: "an integer code, as strict JSON-RPC has",
        value: { code: -32603, message: "It failed." },
        pointer: "/code",
        keyword: "type",
      },
    ],
  },
});
export type OrchError = Static<typeof OrchError.schema>;
