import { defineQuery } from "../spec/define-operation.ts";
import { source as sourceOf } from "../spec/source.ts";
import { ControlKillSwitchGetParams } from "./control-kill-switch-get-params.ts";
import { ControlKillSwitchGetResult } from "./control-kill-switch-get-result.ts";
import { controlMeta } from "./control-meta.ts";
import { controlRequestHeaders } from "./headers.ts";

const source = sourceOf("wire-decisions", "controlPlane.*");

export const controlKillSwitchGet = defineQuery({
  meta: {
    ...controlMeta,
    source,
    key: "control.killSwitch.get",
    title: "Get kill switches",
    description: "Lists the kill switches with their state, who set them, when and why.",
    goal: "See what is stopped at the moment, and why.",
    context: "Called by operators, and by users who were denied with `KILL_SWITCH_ACTIVE`.",
    tags: ["control", "safety"],
  },
  capability: { key: "control.safety", version: "1.0.0" },
  io: { input: ControlKillSwitchGetParams, output: ControlKillSwitchGetResult },
  policy: { auth: "user", pii: [] },
  headers: { request: controlRequestHeaders },
});
