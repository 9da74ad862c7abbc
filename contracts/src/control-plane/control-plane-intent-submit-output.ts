import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneIntentStatus } from "./control-plane-intent-status.ts";
import { ExecutionId } from "./execution-id.ts";
import { IntentId } from "./intent-id.ts";

export const ControlPlaneIntentSubmitOutput = defineType({
  name: "ControlPlaneIntentSubmitOutput",
  title: "Submit Intent: output",
  description: "The intent and the execution that was created for it.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution that was created for it." }),
    intentId: ref(IntentId, { description: "The intent." }),
    status: ref(ControlPlaneIntentStatus, { description: "Always `received`." }),
    receivedAt: ref(Timestamp, { description: "When it was accepted." }),
  }),
  examples: {
    valid: [
      {
        title: "received",
        value: { executionId: "exe-1", intentId: "int-1", status: "received", receivedAt: "2026-03-01T09:30:00.000Z" },
      },
    ],
    invalid: [
      {
        title: "without an execution",
        value: { intentId: "int-1", status: "received", receivedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "another status",
        value: { executionId: "exe-1", intentId: "int-1", status: "running", receivedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/status",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneIntentSubmitOutput = Static<typeof ControlPlaneIntentSubmitOutput.schema>;
