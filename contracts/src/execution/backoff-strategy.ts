import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const BackoffStrategy = defineType({
  name: "BackoffStrategy",
  title: "Backoff strategy",
  description:
    "How the wait before a retry grows, with `b` for `backoff_ms` and `n` for the number of attempts that failed so far: `CONSTANT` waits b, `LINEAR` b·n, `EXPONENTIAL` b·2^(n−1). Every wait is capped at five minutes and by the time that remains; there is no jitter, so that a run can be replayed.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.4"),
  schema: stringEnum(["CONSTANT", "LINEAR", "EXPONENTIAL"]),
  examples: {
    valid: [
      { title: "the default", value: "CONSTANT" },
      { title: "doubling", value: "EXPONENTIAL" },
    ],
    invalid: [
      { title: "lower case", value: "linear", pointer: "", keyword: "enum" },
      { title: "an unknown strategy", value: "FIBONACCI", pointer: "", keyword: "enum" },
    ],
  },
});
export type BackoffStrategy = Static<typeof BackoffStrategy.schema>;
