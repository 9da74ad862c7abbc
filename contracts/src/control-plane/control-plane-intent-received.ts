import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneIntentReceivedPayload } from "./control-plane-intent-received-payload.ts";

export const controlPlaneIntentReceived = defineEvent({
  key: "controlPlane.intent.received",
  title: "Intent received",
  description: "Published when an intent was accepted and is on disk.",
  version: CONTROL_PLANE_VERSION,
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  payload: ControlPlaneIntentReceivedPayload,
});
