import { type Static, Type } from "@sinclair/typebox";
import { attemptsMax, timeoutMsMax } from "../common/bounds.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { orchestrationActionsMax } from "./bounds.ts";
import { FinalAction } from "./final-action.ts";

export const OrchestrationPlan = defineType({
  name: "OrchestrationPlan",
  title: "Orchestration plan",
  description:
    "What `execute` is about to do, derived from the decision and the policy alone: the same input yields the same plan (INV-EXE-1). It is not the `ExecutionPlan` of the execution chapter, which is a workflow of steps.",
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Models"),
  schema: Type.Object({
    actions: Type.Array(ref(FinalAction, { description: "One action." }), {
      maxItems: orchestrationActionsMax.value,
      description: "The actions in the order in which they are started, at most 64; none if nothing is to be done.",
    }),
    max_retries: Type.Integer({
      minimum: 0,
      maximum: attemptsMax.value - 1,
      description: "How many retries each action gets at most.",
    }),
    timeout_per_action_ms: Type.Integer({
      minimum: 1,
      maximum: timeoutMsMax.value,
      description: "How many milliseconds one attempt may take.",
    }),
    max_total_time_ms: Type.Integer({
      minimum: 1,
      maximum: timeoutMsMax.value,
      description: "How many milliseconds everything together may take.",
    }),
    idempotency_enabled: Type.Boolean({ description: "Whether attempts carry idempotency keys." }),
  }),
  examples: {
    valid: [
      {
        title: "one action",
        value: {
          actions: ["ACT"],
          max_retries: 3,
          timeout_per_action_ms: 5000,
          max_total_time_ms: 30000,
          idempotency_enabled: false,
        },
      },
    ],
    invalid: [
      {
        title: "without a time limit",
        value: { actions: ["ACT"], max_retries: 3, timeout_per_action_ms: 5000, idempotency_enabled: false },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an unknown action",
        value: {
          actions: ["ACT", "WAIT"],
          max_retries: 3,
          timeout_per_action_ms: 5000,
          max_total_time_ms: 30000,
          idempotency_enabled: false,
        },
        pointer: "/actions/1",
        keyword: "enum",
      },
    ],
  },
});
export type OrchestrationPlan = Static<typeof OrchestrationPlan.schema>;
