import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionState } from "./execution-state.ts";
import { InvocationId } from "./invocation-id.ts";
import { PlanId } from "./plan-id.ts";

export const ExecPlanApplyResult = defineType({
  name: "ExecPlanApplyResult",
  title: "Apply a plan: result",
  description: "The run that was started. Each application is a run of its own, with its own `invocation_id`.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "9.2"),
  schema: Type.Object({
    plan_id: ref(PlanId, { description: "The plan." }),
    invocation_id: ref(InvocationId, {
      description: "The run, as `exec.plan.status.get`, `exec.status.get` and `exec.cancel` name it.",
    }),
    state: ref(ExecutionState, { description: "Where the run stands; its outcome in `SYNC` mode." }),
  }),
  examples: {
    valid: [
      { title: "completed", value: { plan_id: "count-words", invocation_id: "inv-1", state: "COMPLETED" } },
      { title: "accepted", value: { plan_id: "count-words", invocation_id: "inv-1", state: "PENDING" } },
    ],
    invalid: [
      {
        title: "without a run",
        value: { plan_id: "count-words", state: "PENDING" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "the status of a plan",
        value: { plan_id: "count-words", invocation_id: "inv-1", state: "READY_FOR_EXECUTION" },
        pointer: "/state",
        keyword: "enum",
      },
    ],
  },
});
export type ExecPlanApplyResult = Static<typeof ExecPlanApplyResult.schema>;
