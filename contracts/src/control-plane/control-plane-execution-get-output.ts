import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecution } from "./control-plane-execution.ts";

export const ControlPlaneExecutionGetOutput = defineType({
  name: "ControlPlaneExecutionGetOutput",
  title: "Get Execution: output",
  description: "One execution as it is recorded now.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    execution: ref(ControlPlaneExecution, { description: "The record of the execution." }),
  }),
  examples: {
    valid: [
      {
        title: "at work",
        value: {
          execution: {
            executionId: "exe-1",
            planId: "plan-1",
            runId: "inv-1",
            status: "running",
            riskTier: "low",
            createdAt: "2026-03-01T09:30:00.000Z",
            updatedAt: "2026-03-01T09:30:00.000Z",
          },
        },
      },
    ],
    invalid: [
      { title: "without the record", value: {}, pointer: "", keyword: "required" },
      { title: "an identifier for the record", value: { execution: "exe-1" }, pointer: "/execution", keyword: "type" },
      {
        title: "an unknown risk",
        value: {
          execution: {
            executionId: "exe-1",
            status: "running",
            riskTier: "none",
            createdAt: "2026-03-01T09:30:00.000Z",
            updatedAt: "2026-03-01T09:30:00.000Z",
          },
        },
        pointer: "/execution/riskTier",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecutionGetOutput = Static<typeof ControlPlaneExecutionGetOutput.schema>;
