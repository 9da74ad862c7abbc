import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionMode } from "./execution-mode.ts";
import { PlanId } from "./plan-id.ts";

export const ExecPlanApplyParams = defineType({
  name: "ExecPlanApplyParams",
  title: "Apply a plan: parameters",
  description: "Asks to run a submitted plan.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "9.1"),
  schema: Type.Object({
    plan_id: ref(PlanId, { description: "The plan. It must be `READY_FOR_EXECUTION`." }),
    mode: Type.Optional(
      ref(ExecutionMode, { description: "Whether the answer waits for the outcome. The default is `SYNC`." }),
    ),
  }),
  examples: {
    valid: [
      { title: "wait for the outcome", value: { plan_id: "count-words" } },
      { title: "answer at acceptance", value: { plan_id: "count-words", mode: "ASYNC" } },
    ],
    invalid: [
      { title: "without a plan", value: { mode: "ASYNC" }, pointer: "", keyword: "required" },
      {
        title: "an unknown mode",
        value: { plan_id: "count-words", mode: "LATER" },
        pointer: "/mode",
        keyword: "enum",
      },
    ],
  },
});
export type ExecPlanApplyParams = Static<typeof ExecPlanApplyParams.schema>;
