import { Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import type { JsonValue } from "./json-value.ts";

export type JsonObject = { [member: string]: JsonValue };

export const JsonObject = defineType({
  name: "JsonObject",
  title: "JSON object",
  description: "A JSON object with any members. It stands wherever the protocol says `object`.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "Names and layout"),
  schema: Type.Unsafe<JsonObject>({ type: "object" }),
  typescript: "{ [member: string]: JsonValue }",
  examples: {
    valid: [
      { title: "empty", value: {} },
      { title: "nested", value: { palette: { dominant: "#7a5c43" } } },
    ],
    invalid: [
      { title: "an array", value: [], pointer: "", keyword: "type" },
      { title: "null", value: null, pointer: "", keyword: "type" },
    ],
  },
});
