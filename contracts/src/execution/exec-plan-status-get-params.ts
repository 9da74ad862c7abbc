import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { InvocationId } from "./invocation-id.ts";

export const ExecPlanStatusGetParams = defineType({
  name: "ExecPlanStatusGetParams",
  title: "Plan status: parameters",
  description: "Asks where each step of a plan's run stands.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "10.1"),
  schema: Type.Object({
    invocation_id: ref(InvocationId, { description: "The run. Another kind of invocation is `NOT_A_PLAN`." }),
  }),
  examples: {
    valid: [{ title: "a run", value: { invocation_id: "inv-1" } }],
    invalid: [
      { title: "the plan instead of the run", value: { plan_id: "count-words" }, pointer: "", keyword: "required" },
      { title: "null", value: { invocation_id: null }, pointer: "/invocation_id", keyword: "type" },
    ],
  },
});
export type ExecPlanStatusGetParams = Static<typeof ExecPlanStatusGetParams.schema>;
