import { defineCapability } from "../spec/define-capability.ts";
import { source } from "../spec/source.ts";
import { TextStatisticsInput } from "./text-statistics-input.ts";
import { TextStatisticsOutput } from "./text-statistics-output.ts";

export const textStatistics = defineCapability({
  module: "text",
  name: "statistics",
  version: "1.0.0",
  type: "analysis",
  title: "Count a text",
  description: "Counts characters, words and lines of a text and names its most frequent words.",
  stability: "beta",
  since: "1.0.0",
  source: source("execution-semantics", "Modules and plugins"),
  input: TextStatisticsInput,
  output: TextStatisticsOutput,
  risk: "LOW",
  idempotent: true,
  defaults: { timeoutMs: 5_000, concurrency: 16 },
  pii: ["/input/text", "/output/most_frequent"],
});
