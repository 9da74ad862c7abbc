import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionPlan } from "./execution-plan.ts";

export const ExecPlanSubmitParams = defineType({
  name: "ExecPlanSubmitParams",
  title: "Submit a plan: parameters",
  description: "Hands over a plan to be checked and kept. Nothing runs yet.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "8.1"),
  schema: Type.Object({
    plan: ref(ExecutionPlan, { description: "The plan." }),
    governance_hint: Type.Optional(
      ref(JsonObject, {
        description: "What the caller knows that policy may use. It can only narrow what is allowed.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "one step",
        value: {
          plan: {
            plan_id: "count-words",
            steps: [
              {
                step_id: "count",
                target: { module_id: "text", capability: "statistics" },
                input_template: { text: "To be or not to be." },
              },
            ],
            created_by: "user:ada",
            created_at: "2026-03-01T09:30:00.000Z",
          },
        },
      },
    ],
    invalid: [
      { title: "without a plan", value: {}, pointer: "", keyword: "required" },
      {
        title: "a plan without steps",
        value: {
          plan: { plan_id: "empty", steps: [], created_by: "user:ada", created_at: "2026-03-01T09:30:00.000Z" },
        },
        pointer: "/plan/steps",
        keyword: "minItems",
      },
    ],
  },
});
export type ExecPlanSubmitParams = Static<typeof ExecPlanSubmitParams.schema>;
