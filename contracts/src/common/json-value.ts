import { Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export type JsonValue = null | boolean | number | string | JsonValue[] | { [member: string]: JsonValue };

export const JsonValue = defineType({
  name: "JsonValue",
  title: "JSON value",
  description:
    "Any JSON value. It stands wherever a type parameter is not bound. Numbers are IEEE 754 doubles, so integers are exact up to 2^53.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "Names and layout"),
  schema: Type.Unsafe<JsonValue>({}),
  typescript: "null | boolean | number | string | JsonValue[] | { [member: string]: JsonValue }",
  withoutInvalidExamples: "Every JSON text is one.",
  examples: {
    valid: [
      { title: "an object", value: { width: 451, tags: ["cat"] } },
      { title: "null", value: null },
    ],
    invalid: [],
  },
});
