import { controlPlaneExecutionFailed } from "../control-plane/control-plane-execution-failed.ts";
import { controlPlaneExecutionStepBlocked } from "../control-plane/control-plane-execution-step-blocked.ts";
import { defineCommand } from "../spec/define-operation.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ControlKillSwitchSetParams } from "./control-kill-switch-set-params.ts";
import { ControlKillSwitchSetResult } from "./control-kill-switch-set-result.ts";
import { controlMeta } from "./control-meta.ts";
import { controlRequestHeaders } from "./headers.ts";

const source = sourceOf("wire-decisions", "controlPlane.*");

export const controlKillSwitchSet = defineCommand({
  meta: {
    ...controlMeta,
    source,
    key: "control.killSwitch.set",
    title: "Set a kill switch",
    description:
      "Turns a kill switch on or off. It takes effect before the answer is sent, and holds after a restart. A combination of members that makes no sense, such as a module without the scope `module`, is `INVALID_PARAMS`. Turning a switch off re-runs nothing: what was denied must be asked for again.",
    goal: "Stop actions at once when something goes wrong, and let them go again afterwards.",
    context: "Called by an operator in an emergency, and once more when it is over.",
    tags: ["control", "safety"],
  },
  capability: { key: "control.safety", version: "1.0.0" },
  io: { input: ControlKillSwitchSetParams, output: ControlKillSwitchSetResult },
  policy: { auth: "admin", pii: [] },
  sideEffects: {
    emits: [
      { event: controlPlaneExecutionStepBlocked, when: "A running attempt is aborted, where `abort_running` says so." },
      { event: controlPlaneExecutionFailed, when: "A run fails because an attempt of it was aborted." },
    ],
  },
  headers: { request: controlRequestHeaders },
});
