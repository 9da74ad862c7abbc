import { type Static, Type } from "@sinclair/typebox";
import { ExecutionMode } from "../execution/execution-mode.ts";
import { PlanId } from "../execution/plan-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionStartInput = defineType({
  name: "ControlPlaneExecutionStartInput",
  title: "Start Execution: input",
  description: "Which plan to run, under which execution. It starts the same run that `exec.plan.apply` starts.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("execution-start", "Source Definition"),
  schema: Type.Object({
    executionId: ref(ExecutionId, {
      description:
        "The execution, which is started once. An identifier that is not known yet creates the record, so that a plan can be started without an intent.",
    }),
    planId: ref(PlanId, { description: "The plan. It must be READY_FOR_EXECUTION, or `compiled` and verified." }),
    mode: Type.Optional(
      ref(ExecutionMode, {
        description: "Whether the answer waits for the end of the run. Defaults to SYNC, as everywhere.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "and wait", value: { executionId: "exe-1", planId: "count-words" } },
      { title: "and do not wait", value: { executionId: "exe-1", planId: "count-words", mode: "ASYNC" } },
    ],
    invalid: [
      { title: "without a plan", value: { executionId: "exe-1" }, pointer: "", keyword: "required" },
      {
        title: "a mode in lower case",
        value: { executionId: "exe-1", planId: "count-words", mode: "async" },
        pointer: "/mode",
        keyword: "enum",
      },
      {
        title: "an execution that is a number",
        value: { executionId: 1, planId: "count-words" },
        pointer: "/executionId",
        keyword: "type",
      },
    ],
  },
});
export type ControlPlaneExecutionStartInput = Static<typeof ControlPlaneExecutionStartInput.schema>;
