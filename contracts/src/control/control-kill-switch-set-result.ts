import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { controlMeta } from "./control-meta.ts";
import { KillSwitch } from "./kill-switch.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

export const ControlKillSwitchSetResult = defineType({
  name: "ControlKillSwitchSetResult",
  title: "Set a kill switch: result",
  description: "The switch as it is now.",
  stability,
  since,
  source,
  schema: Type.Object({
    kill_switch: ref(KillSwitch, { description: "The switch that was set." }),
    previously_active: Type.Boolean({ description: "Whether it was on before." }),
  }),
  examples: {
    valid: [
      {
        title: "everything is stopped",
        value: {
          kill_switch: { scope: "global", active: true, set_by: "user:root", set_at: "2026-03-01T09:30:00.000Z" },
          previously_active: false,
        },
      },
    ],
    invalid: [
      { title: "without the switch", value: { previously_active: false }, pointer: "", keyword: "required" },
      {
        title: "a boolean for the switch",
        value: { kill_switch: true, previously_active: false },
        pointer: "/kill_switch",
        keyword: "type",
      },
    ],
  },
});
export type ControlKillSwitchSetResult = Static<typeof ControlKillSwitchSetResult.schema>;
