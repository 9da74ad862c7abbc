import { type Static, Type } from "@sinclair/typebox";
import { planStepsMax } from "../common/bounds.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionState } from "./execution-state.ts";
import { InvocationId } from "./invocation-id.ts";
import { PlanStepState } from "./plan-step-state.ts";

export const ExecPlanStatusGetResult = defineType({
  name: "ExecPlanStatusGetResult",
  title: "Plan status: result",
  description: "Where a plan's run and each of its steps stand.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "10.2"),
  schema: Type.Object({
    invocation_id: ref(InvocationId, { description: "The run that was asked for." }),
    state: ref(ExecutionState, { description: "Where the run stands." }),
    step_states: Type.Array(ref(PlanStepState, { description: "One step." }), {
      maxItems: planStepsMax.value,
      description: "Every step, in the order of the plan.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "half way",
        value: {
          invocation_id: "inv-1",
          state: "RUNNING",
          step_states: [
            {
              step_id: "load",
              state: "COMPLETED",
              started_at: "2026-03-01T09:30:00.000Z",
              completed_at: "2026-03-01T09:30:00.120Z",
            },
            { step_id: "count", state: "RUNNING", started_at: "2026-03-01T09:30:00.121Z" },
          ],
        },
      },
    ],
    invalid: [
      {
        title: "without the steps",
        value: { invocation_id: "inv-1", state: "RUNNING" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "steps by name",
        value: { invocation_id: "inv-1", state: "RUNNING", step_states: { load: "COMPLETED" } },
        pointer: "/step_states",
        keyword: "type",
      },
    ],
  },
});
export type ExecPlanStatusGetResult = Static<typeof ExecPlanStatusGetResult.schema>;
