import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { textCharactersMax } from "./bounds.ts";

export const TextStatisticsInput = defineType({
  name: "TextStatisticsInput",
  title: "Count a text: input",
  description: "A text to count.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  schema: Type.Object({
    text: Type.String({
      maxLength: textCharactersMax.value,
      description: "The text, at most a million characters; it may be empty.",
    }),
    top: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 100,
        default: 5,
        description: "How many of the most frequent words to return, up to 100. The default is 5.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "a sentence", value: { text: "To be or not to be." } },
      { title: "the words that lead", value: { text: "a b a", top: 1 } },
    ],
    invalid: [
      { title: "without a text", value: { top: 5 }, pointer: "", keyword: "required" },
      { title: "too many words", value: { text: "", top: 101 }, pointer: "/top", keyword: "maximum" },
    ],
  },
});
export type TextStatisticsInput = Static<typeof TextStatisticsInput.schema>;
