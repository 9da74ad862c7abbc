import { type Static, Type } from "@sinclair/typebox";
import { labelsMax } from "../common/bounds.ts";
import { ExecutionGovernanceState } from "../governance/execution-governance-state.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PlanId } from "./plan-id.ts";
import { PlanStatus } from "./plan-status.ts";

export const ExecPlanSubmitResult = defineType({
  name: "ExecPlanSubmitResult",
  title: "Submit a plan: result",
  description: "What became of the plan. Submitting an identical plan again answers its present status.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "8.2"),
  schema: Type.Object({
    plan_id: ref(PlanId, { description: "The plan, as `exec.plan.apply` names it." }),
    status: ref(PlanStatus, { description: "Whether it can be applied." }),
    reasons: Type.Optional(
      Type.Array(Type.String({ description: "One reason, for people." }), {
        maxItems: labelsMax.value,
        description: "Why it was rejected or needs a review.",
      }),
    ),
    governance: Type.Optional(
      ref(ExecutionGovernanceState, { description: "Under which policy it would run, and what is held for a human." }),
    ),
  }),
  examples: {
    valid: [
      { title: "ready", value: { plan_id: "count-words", status: "READY_FOR_EXECUTION" } },
      {
        title: "rejected",
        value: {
          plan_id: "count-words",
          status: "REJECTED",
          reasons: ["No policy allows `http.fetch` for this caller."],
        },
      },
    ],
    invalid: [
      { title: "without a status", value: { plan_id: "count-words" }, pointer: "", keyword: "required" },
      {
        title: "an unknown status",
        value: { plan_id: "count-words", status: "READY" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ExecPlanSubmitResult = Static<typeof ExecPlanSubmitResult.schema>;
