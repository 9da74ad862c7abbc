import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";

export const ControlPlaneExecutionStartOutput = defineType({
  name: "ControlPlaneExecutionStartOutput",
  title: "Start Execution: output",
  description: "The run that was started.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("execution-start", "Source Definition"),
  schema: Type.Object({
    runId: ref(InvocationId, {
      description: "The new run: the `invocation_id` by which `exec.plan.status.get` shows its steps.",
    }),
    status: ref(ControlPlaneExecutionStatus, {
      description:
        "Where the execution stands when the answer is made: `running` or later, or `awaiting_approval` if policy holds it for a human.",
    }),
    startedAt: ref(Timestamp, { description: "When the run started, or, while it waits, when it was accepted." }),
  }),
  examples: {
    valid: [
      { title: "ended already", value: { runId: "inv-1", status: "completed", startedAt: "2026-03-01T09:30:00.000Z" } },
      { title: "at work", value: { runId: "inv-1", status: "running", startedAt: "2026-03-01T09:30:00.000Z" } },
    ],
    invalid: [
      {
        title: "without a run",
        value: { status: "running", startedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "the state of `exec.*`",
        value: { runId: "inv-1", status: "RUNNING", startedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneExecutionStartOutput = Static<typeof ControlPlaneExecutionStartOutput.schema>;
