import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PlanCondition } from "./plan-condition.ts";
import { StepId } from "./step-id.ts";

export const PlanEdge = defineType({
  name: "PlanEdge",
  title: "Plan edge",
  description:
    "Says that one step comes after another, and under which condition. Edges and `depends_on` are one graph: an edge without a condition says the same as a dependency. A step whose conditions are not all true is skipped: it ends `CANCELLED` without `started_at` and without `error`, and does not fail the run.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.3"),
  schema: Type.Object({
    from: ref(StepId, { description: "The step that comes first." }),
    to: ref(StepId, { description: "The step that waits for it." }),
    condition: Type.Optional(
      ref(PlanCondition, { description: "What must hold for `to` to run. Absent: nothing more." }),
    ),
  }),
  examples: {
    valid: [
      { title: "an order", value: { from: "load", to: "analyze" } },
      {
        title: "a condition",
        value: { from: "analyze", to: "describe", condition: { cel: "steps.analyze.output.width > 100" } },
      },
    ],
    invalid: [
      { title: "without an end", value: { from: "load" }, pointer: "", keyword: "required" },
      {
        title: "a condition that is text",
        value: { from: "load", to: "analyze", condition: "true" },
        pointer: "/condition",
        keyword: "type",
      },
    ],
  },
});
export type PlanEdge = Static<typeof PlanEdge.schema>;
