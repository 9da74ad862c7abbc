import { type Static, Type } from "@sinclair/typebox";
import { ExecutionPlan } from "../execution/execution-plan.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";
import { IntentId } from "./intent-id.ts";

export const ControlPlanePlanCompileInput = defineType({
  name: "ControlPlanePlanCompileInput",
  title: "Compile Plan: input",
  description: "Which intent to compile, and the draft to compile it from.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    intentId: ref(IntentId, { description: "The intent that the plan serves. It must be the one of the execution." }),
    plannerModel: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "The planner to ask, where one is configured. Ignored beside a `draft`.",
      }),
    ),
    draft: Type.Optional(ref(ExecutionPlan, { description: "The plan as somebody drafted it." })),
  }),
  examples: {
    valid: [
      {
        title: "with a draft",
        value: {
          executionId: "exe-1",
          intentId: "int-1",
          draft: {
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
      { title: "for a planner", value: { executionId: "exe-1", intentId: "int-1", plannerModel: "local-planner" } },
    ],
    invalid: [
      { title: "without an intent", value: { executionId: "exe-1" }, pointer: "", keyword: "required" },
      {
        title: "a draft without steps",
        value: {
          executionId: "exe-1",
          intentId: "int-1",
          draft: { plan_id: "empty", steps: [], created_by: "user:ada", created_at: "2026-03-01T09:30:00.000Z" },
        },
        pointer: "/draft/steps",
        keyword: "minItems",
      },
      {
        title: "a draft as text",
        value: { executionId: "exe-1", intentId: "int-1", draft: "count the words" },
        pointer: "/draft",
        keyword: "type",
      },
    ],
  },
});
export type ControlPlanePlanCompileInput = Static<typeof ControlPlanePlanCompileInput.schema>;
