import { defineQuery } from "../spec/define-operation.ts";
import { controlMeta } from "./control-meta.ts";
import { ControlPingParams } from "./control-ping-params.ts";
import { ControlPingResult } from "./control-ping-result.ts";
import { controlRequestHeaders } from "./headers.ts";

const stability = "stable";

export const controlPing = defineQuery({
  meta: {
    ...controlMeta,
    stability,
    key: "control.ping",
    title: "Ping",
    description:
      "Answers at once. It needs no credential, starts nothing, and goes the same way through the control plane as every other exchange.",
    goal: "See that the control plane is reachable, understands envelopes and answers.",
    context: "Called by people who try the protocol, by clients before they begin, and by monitors.",
    tags: ["control", "health"],
  },
  capability: { key: "control.core", version: "1.0.0" },
  io: { input: ControlPingParams, output: ControlPingResult },
  policy: { auth: "anonymous", pii: [] },
  headers: { request: controlRequestHeaders },
});
