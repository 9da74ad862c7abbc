import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";
import { ExecutionId } from "./execution-id.ts";

export const ControlPlaneExecutionCancelOutput = defineType({
  name: "ControlPlaneExecutionCancelOutput",
  title: "Cancel Execution: output",
  description: "Where the execution stands now.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    status: ref(ControlPlaneExecutionStatus, {
      description: "`cancelled`, or the status in which it had ended before.",
    }),
    cancelledAt: ref(Timestamp, { description: "When it was cancelled, or when it had ended before." }),
  }),
  examples: {
    valid: [
      {
        title: "cancelled",
        value: { executionId: "exe-1", status: "cancelled", cancelledAt: "2026-03-01T09:30:00.000Z" },
      },
      {
        title: "it had completed",
        value: { executionId: "exe-1", status: "completed", cancelledAt: "2026-03-01T09:30:00.000Z" },
      },
    ],
    invalid: [
      {
        title: "without a status",
        value: { executionId: "exe-1", cancelledAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "one l",
        value: { executionId: "exe-1", status: "canceled", cancelledAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecutionCancelOutput = Static<typeof ControlPlaneExecutionCancelOutput.schema>;
