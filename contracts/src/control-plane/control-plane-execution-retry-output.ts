import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";
import { ControlPlaneStage } from "./control-plane-stage.ts";

export const ControlPlaneExecutionRetryOutput = defineType({
  name: "ControlPlaneExecutionRetryOutput",
  title: "Retry Execution: output",
  description: "The new run.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The new run; it is not the one of the input." }),
    status: ref(ControlPlaneExecutionStatus, { description: "Where the execution stands now." }),
    phase: ref(ControlPlaneStage, {
      description: "Where the new run takes up: `approval` if a human must approve first, else `execution`.",
    }),
    retriedAt: ref(Timestamp, { description: "When the new run was accepted." }),
  }),
  examples: {
    valid: [
      {
        title: "at work",
        value: { runId: "inv-2", status: "running", phase: "execution", retriedAt: "2026-03-01T09:30:00.000Z" },
      },
    ],
    invalid: [
      {
        title: "without a phase",
        value: { runId: "inv-2", status: "running", retriedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an unknown phase",
        value: { runId: "inv-2", status: "running", phase: "again", retriedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/phase",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecutionRetryOutput = Static<typeof ControlPlaneExecutionRetryOutput.schema>;
