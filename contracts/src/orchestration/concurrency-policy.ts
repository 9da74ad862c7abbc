import { type Static, Type } from "@sinclair/typebox";
import { parallelStepsMax } from "../common/bounds.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const ConcurrencyPolicy = defineType({
  name: "ConcurrencyPolicy",
  title: "Concurrency policy",
  description:
    "How many actions may run at once, of all executions that share their limits. An execution beyond it waits for its turn, within its total time; too many that wait are denied.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
  schema: Type.Object({
    max_concurrency: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: parallelStepsMax.value,
        default: 1,
        description: "How many may run at once, up to 64. The default is 1: one after the other.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "one after the other, the default", value: {} },
      { title: "four at once", value: { max_concurrency: 4 } },
    ],
    invalid: [
      { title: "none at all", value: { max_concurrency: 0 }, pointer: "/max_concurrency", keyword: "minimum" },
      { title: "without a bound", value: { max_concurrency: 65 }, pointer: "/max_concurrency", keyword: "maximum" },
    ],
  },
});
export type ConcurrencyPolicy = Static<typeof ConcurrencyPolicy.schema>;
