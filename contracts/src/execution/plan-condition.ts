import { type Static, Type } from "@sinclair/typebox";
import { expressionBytesMax } from "../common/bounds.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const PlanCondition = defineType({
  name: "PlanCondition",
  title: "Plan condition",
  description:
    "Whether a step runs, once the step before it has ended: an expression of the Common Expression Language (CEL) that yields true or false. It sees `steps.<step_id>.output`, `steps.<step_id>.state` and `plan.metadata`, and refers only to steps upstream. It is checked when the plan is submitted; it is pure, bounded, and has no clock and no randomness. One that errors makes the step `FAILED` with the reason `VALIDATION_ERROR`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.3"),
  schema: Type.Object({
    cel: Type.String({
      minLength: 1,
      maxLength: expressionBytesMax.value,
      description: "The expression, at most 4 KiB of UTF-8.",
    }),
  }),
  examples: {
    valid: [
      { title: "on an output", value: { cel: "steps.analyze.output.width > 100" } },
      { title: "on a state", value: { cel: "steps.analyze.state == 'COMPLETED'" } },
    ],
    invalid: [
      { title: "an empty expression", value: { cel: "" }, pointer: "/cel", keyword: "minLength" },
      { title: "another language", value: { jsonlogic: { ">": [1, 0] } }, pointer: "", keyword: "required" },
    ],
  },
});
export type PlanCondition = Static<typeof PlanCondition.schema>;
