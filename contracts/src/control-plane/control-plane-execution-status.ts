import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneExecutionStatus = defineType({
  name: "ControlPlaneExecutionStatus",
  title: "Execution status",
  description:
    "Where an execution stands, from the intent to the end: `received`, `compiled` into a plan, `awaiting_approval` by a human, `ready` to start, `running`, `paused`; then for good `completed`, `failed`, `cancelled`, `timed_out`, or `rejected` by policy or by a human. `exec.*` shows the same run in the words of ExecutionState, where `paused` is RUNNING; the table `executionStateOfExecutionStatus` holds the mapping.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  schema: stringEnum([
    "received",
    "compiled",
    "awaiting_approval",
    "ready",
    "running",
    "paused",
    "completed",
    "failed",
    "cancelled",
    "timed_out",
    "rejected",
  ]),
  examples: {
    valid: [
      { title: "at work", value: "running" },
      { title: "stopped for a while", value: "paused" },
    ],
    invalid: [
      { title: "the word of `exec.*`", value: "RUNNING", pointer: "", keyword: "enum" },
      { title: "one l", value: "canceled", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlPlaneExecutionStatus = Static<typeof ControlPlaneExecutionStatus.schema>;
