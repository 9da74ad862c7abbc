import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneTraceStatus = defineType({
  name: "ControlPlaneTraceStatus",
  title: "Trace status",
  description:
    "What happened in one entry of a trace. Intents are `received`; plans `compiled` or `rejected`; policy `allowed` or `blocked`; approvals `requested`, `approved`, `rejected`, `expired` or `overridden`; runs and steps `started`, `skipped`, `retried`, `paused`, `resumed`, `recovered`, `completed`, `failed`, `cancelled` or `timed_out`.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: stringEnum([
    "received",
    "compiled",
    "rejected",
    "allowed",
    "blocked",
    "requested",
    "approved",
    "expired",
    "overridden",
    "started",
    "skipped",
    "retried",
    "paused",
    "resumed",
    "recovered",
    "completed",
    "failed",
    "cancelled",
    "timed_out",
  ]),
  examples: {
    valid: [
      { title: "a step began", value: "started" },
      { title: "a process died and the run went on", value: "recovered" },
    ],
    invalid: [
      { title: "an execution state", value: "COMPLETED", pointer: "", keyword: "enum" },
      { title: "a word that there is not", value: "seen", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlPlaneTraceStatus = Static<typeof ControlPlaneTraceStatus.schema>;
