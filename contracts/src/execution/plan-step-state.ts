import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionErrorInfo } from "./execution-error-info.ts";
import { ExecutionState } from "./execution-state.ts";
import { StepId } from "./step-id.ts";

export const PlanStepState = defineType({
  name: "PlanStepState",
  title: "Plan step state",
  description:
    "Where a step of a plan's run stands. A step stays `RUNNING` while it waits for its next attempt. A step that never started ends `CANCELLED` without `started_at`: without `error` if it was skipped, with the reason `DEPENDENCY_FAILURE` if a step that it requires failed.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "10.2"),
  schema: Type.Object({
    step_id: ref(StepId, { description: "The step." }),
    state: ref(ExecutionState, { description: "Where it stands." }),
    started_at: Type.Optional(ref(Timestamp, { description: "When its first attempt started." })),
    completed_at: Type.Optional(ref(Timestamp, { description: "When it reached its terminal state." })),
    error: Type.Optional(ref(ExecutionErrorInfo, { description: "Why it did not complete." })),
  }),
  examples: {
    valid: [
      { title: "not started", value: { step_id: "load", state: "PENDING" } },
      {
        title: "given up after a failure upstream",
        value: {
          step_id: "count",
          state: "CANCELLED",
          completed_at: "2026-03-01T09:30:00.012Z",
          error: { reason: "DEPENDENCY_FAILURE", message: "The step `load` that it depends on failed." },
        },
      },
    ],
    invalid: [
      { title: "without a state", value: { step_id: "load" }, pointer: "", keyword: "required" },
      { title: "an unknown state", value: { step_id: "load", state: "SKIPPED" }, pointer: "/state", keyword: "enum" },
    ],
  },
});
export type PlanStepState = Static<typeof PlanStepState.schema>;
