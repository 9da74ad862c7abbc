import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";

export const ControlPlaneExecutionResumeOutput = defineType({
  name: "ControlPlaneExecutionResumeOutput",
  title: "Resume Execution: output",
  description: "Where the execution stands now.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." }),
    status: ref(ControlPlaneExecutionStatus, { description: "`running`, or a later one." }),
    resumedAt: ref(Timestamp, { description: "When it was resumed." }),
  }),
  examples: {
    valid: [{ title: "resumed", value: { runId: "inv-1", status: "running", resumedAt: "2026-03-01T09:30:00.000Z" } }],
    invalid: [
      {
        title: "without a run",
        value: { status: "running", resumedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "the state of `exec.*`",
        value: { runId: "inv-1", status: "RUNNING", resumedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecutionResumeOutput = Static<typeof ControlPlaneExecutionResumeOutput.schema>;
