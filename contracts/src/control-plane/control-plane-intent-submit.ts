import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { controlPlaneIntentReceived } from "./control-plane-intent-received.ts";
import { ControlPlaneIntentSubmitInput } from "./control-plane-intent-submit-input.ts";
import { ControlPlaneIntentSubmitOutput } from "./control-plane-intent-submit-output.ts";

export const controlPlaneIntentSubmit = defineCommand({
  meta: {
    key: "controlPlane.intent.submit",
    title: "Submit Intent",
    version: CONTROL_PLANE_VERSION,
    description:
      "Accepts an intent: what somebody wants, in their own words. The intent is on disk before the answer is sent, and an execution is created for it in the status `received`. Nothing is planned or run yet.",
    goal: "Put on record what is wanted, and get the identifiers under which everything that follows is found.",
    context: "Called first, by a person or an agent, before a plan is compiled.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "intent"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: { input: ControlPlaneIntentSubmitInput, output: ControlPlaneIntentSubmitOutput },
  policy: { auth: "user", pii: ["/params/text", "/params/metadata"] },
  sideEffects: { emits: [{ event: controlPlaneIntentReceived, when: "The intent is accepted." }] },
});
