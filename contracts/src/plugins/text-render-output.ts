import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const TextRenderOutput = defineType({
  name: "TextRenderOutput",
  title: "Render a text: output",
  description: "The text with every place filled in.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  schema: Type.Object({ text: Type.String({ description: "The template's text with every place filled in." }) }),
  examples: {
    valid: [{ title: "two places filled in", value: { text: "cat.png is 451 pixels wide." } }],
    invalid: [
      { title: "without the text", value: {}, pointer: "", keyword: "required" },
      { title: "null", value: { text: null }, pointer: "/text", keyword: "type" },
    ],
  },
});
export type TextRenderOutput = Static<typeof TextRenderOutput.schema>;
