import { type Static, Type } from "@sinclair/typebox";
import { JsonObject } from "../common/json-object.ts";
import { OrchCaller } from "../common/orch-caller.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneStage } from "./control-plane-stage.ts";
import { ControlPlaneTraceStatus } from "./control-plane-trace-status.ts";

export const ControlPlaneTraceEntry = defineType({
  name: "ControlPlaneTraceEntry",
  title: "Trace entry",
  description: "One thing that happened to an execution, with who caused it and what it was about.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    timestamp: ref(Timestamp, { description: "When it happened." }),
    stage: ref(ControlPlaneStage, { description: "In which part of the execution's life it happened." }),
    status: ref(ControlPlaneTraceStatus, { description: "What happened." }),
    actorId: Type.Optional(ref(OrchCaller, { description: "Who caused it; absent where the control plane did." })),
    metadata: Type.Optional(
      ref(JsonObject, {
        description:
          "What it was about: `planId`, `runId`, `stepId`, `attempt`, `reason` where they apply, and `input` and `output` where payloads were asked for.",
      }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "an intent came in",
        value: { timestamp: "2026-03-01T09:30:00.000Z", stage: "intent", status: "received", actorId: "user:ada" },
      },
      {
        title: "a step ended",
        value: {
          timestamp: "2026-03-01T09:31:12.250Z",
          stage: "execution",
          status: "completed",
          metadata: { runId: "inv-1", stepId: "analyze", attempt: 1 },
        },
      },
    ],
    invalid: [
      {
        title: "without a stage",
        value: { timestamp: "2026-03-01T09:30:00.000Z", status: "received" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an unknown status",
        value: { timestamp: "2026-03-01T09:30:00.000Z", stage: "intent", status: "seen" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneTraceEntry = Static<typeof ControlPlaneTraceEntry.schema>;
