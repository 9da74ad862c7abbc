import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ExecutionId } from "./execution-id.ts";
import { IntentId } from "./intent-id.ts";

export const ControlPlaneIntentReceivedPayload = defineType({
  name: "ControlPlaneIntentReceivedPayload",
  title: "Intent received: payload",
  description: "What the event `controlPlane.intent.received` tells.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    executionId: ref(ExecutionId, { description: "The execution." }),
    intentId: ref(IntentId, { description: "The intent." }),
    receivedAt: ref(Timestamp, { description: "When it was accepted." }),
    actorId: Type.Optional(ref(OrchCaller, { description: "Who submitted it." })),
    channelKey: Type.Optional(
      Type.String({ minLength: 1, maxLength: 128, description: "Where it came from, such as `cli`." }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "from a command line",
        value: {
          executionId: "exe-1",
          intentId: "int-1",
          receivedAt: "2026-03-01T09:30:00.000Z",
          actorId: "user:ada",
          channelKey: "cli",
        },
      },
    ],
    invalid: [
      {
        title: "without an intent",
        value: { executionId: "exe-1", receivedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a time as a number",
        value: { executionId: "exe-1", intentId: "int-1", receivedAt: 1772357400000 },
        pointer: "/receivedAt",
        keyword: "type",
      },
    ],
  },
});
export type ControlPlaneIntentReceivedPayload = Static<typeof ControlPlaneIntentReceivedPayload.schema>;
