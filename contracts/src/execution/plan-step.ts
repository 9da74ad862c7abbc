import { type Static, Type } from "@sinclair/typebox";
import { planStepsMax } from "../common/bounds.ts";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ActionDescriptor } from "./action-descriptor.ts";
import { ExecTarget } from "./exec-target.ts";
import { RetryPolicy } from "./retry-policy.ts";
import { StepId } from "./step-id.ts";

export const PlanStep = defineType({
  name: "PlanStep",
  title: "Plan step",
  description:
    "One run of a capability within a plan. It starts when every step that it depends on has ended and is satisfied — `COMPLETED`, optional, or skipped — and all its conditions are true. If all the steps that it depends on were skipped, it is skipped too; if a required one failed, it ends `CANCELLED` with the reason `DEPENDENCY_FAILURE`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "7.2"),
  schema: Type.Object({
    step_id: ref(StepId, { description: "The step's name, unique in its plan." }),
    target: ref(ExecTarget, {
      description: "The capability that it runs; the version is chosen when the plan is submitted.",
    }),
    action: Type.Optional(ref(ActionDescriptor, { description: "What the step is for." })),
    input_template: Type.Optional(
      ref(JsonObject, {
        description:
          "The capability's input. A string that is exactly `${ expression }` becomes the expression's value with its type, `${ expression }` within a longer string becomes text, and `$${` is a literal `${`. It nests at most 16 levels. The default is `{}`.",
      }),
    ),
    depends_on: Type.Optional(
      Type.Array(ref(StepId, { description: "A step of the same plan." }), {
        maxItems: planStepsMax.value,
        description: "The steps that must come before it. A name that is repeated counts once.",
      }),
    ),
    optional: Type.Optional(
      Type.Boolean({ default: false, description: "Whether the run goes on if the step fails. The default is false." }),
    ),
    retry_policy: Type.Optional(ref(RetryPolicy, { description: "How often it is attempted. Absent: once." })),
  }),
  examples: {
    valid: [
      {
        title: "without an input",
        value: { step_id: "load", target: { module_id: "http", capability: "fetch" } },
      },
      {
        title: "with the output of the step before",
        value: {
          step_id: "count",
          target: { module_id: "text", capability: "statistics" },
          input_template: { text: "${ steps.load.output.body }" },
          depends_on: ["load"],
          optional: true,
          retry_policy: { max_attempts: 3, backoff_ms: 200 },
        },
      },
    ],
    invalid: [
      { title: "without a target", value: { step_id: "load" }, pointer: "", keyword: "required" },
      {
        title: "a name of two words",
        value: { step_id: "load page", target: { module_id: "http", capability: "fetch" } },
        pointer: "/step_id",
        keyword: "pattern",
      },
      {
        title: "an input that is a list",
        value: { step_id: "load", target: { module_id: "http", capability: "fetch" }, input_template: [] },
        pointer: "/input_template",
        keyword: "type",
      },
    ],
  },
});
export type PlanStep = Static<typeof PlanStep.schema>;
