import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const WordCount = defineType({
  name: "WordCount",
  title: "Word count",
  description: "How often a word occurs.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  schema: Type.Object({
    word: Type.String({ minLength: 1, description: "The word, in lower case." }),
    count: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: "How often it occurs." }),
  }),
  examples: {
    valid: [{ title: "twice", value: { word: "be", count: 2 } }],
    invalid: [
      { title: "not at all", value: { word: "be", count: 0 }, pointer: "/count", keyword: "minimum" },
      { title: "without the word", value: { count: 2 }, pointer: "", keyword: "required" },
    ],
  },
});
export type WordCount = Static<typeof WordCount.schema>;
