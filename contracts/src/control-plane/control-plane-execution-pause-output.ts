import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";

export const ControlPlaneExecutionPauseOutput = defineType({
  name: "ControlPlaneExecutionPauseOutput",
  title: "Pause Execution: output",
  description: "Where the execution stands now.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." }),
    status: ref(ControlPlaneExecutionStatus, { description: "Always `paused`." }),
    pausedAt: ref(Timestamp, { description: "When it was paused." }),
  }),
  examples: {
    valid: [{ title: "paused", value: { runId: "inv-1", status: "paused", pausedAt: "2026-03-01T09:30:00.000Z" } }],
    invalid: [
      { title: "without a time", value: { runId: "inv-1", status: "paused" }, pointer: "", keyword: "required" },
      {
        title: "an unknown status",
        value: { runId: "inv-1", status: "held", pausedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecutionPauseOutput = Static<typeof ControlPlaneExecutionPauseOutput.schema>;
