import { type Static, Type } from "@sinclair/typebox";
import { countedSentence } from "../execution/counted-sentence.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { WordCount } from "./word-count.ts";

export const TextStatisticsOutput = defineType({
  name: "TextStatisticsOutput",
  title: "Count a text: output",
  description:
    "What was counted. A word is a run of letters, digits and apostrophes of any script; case does not count.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  schema: Type.Object({
    characters: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many Unicode code points.",
    }),
    words: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: "How many words." }),
    distinct_words: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many different words.",
    }),
    lines: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: "How many lines; the empty text has none.",
    }),
    most_frequent: Type.Array(ref(WordCount, { description: "One word." }), {
      maxItems: 100,
      description: "The most frequent words, the most frequent first; equals in the order of the alphabet.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "a sentence",
        value: countedSentence,
      },
    ],
    invalid: [
      { title: "without the words", value: { characters: 19, lines: 1 }, pointer: "", keyword: "required" },
      {
        title: "a negative count",
        value: { characters: -1, words: 0, distinct_words: 0, lines: 0, most_frequent: [] },
        pointer: "/characters",
        keyword: "minimum",
      },
    ],
  },
});
export type TextStatisticsOutput = Static<typeof TextStatisticsOutput.schema>;
