import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { killSwitchesMax } from "./bounds.ts";
import { controlMeta } from "./control-meta.ts";
import { KillSwitch } from "./kill-switch.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

export const ControlKillSwitchGetResult = defineType({
  name: "ControlKillSwitchGetResult",
  title: "Get kill switches: result",
  description: "The switches that were ever set, on or off.",
  stability,
  since,
  source,
  schema: Type.Object({
    kill_switches: Type.Array(ref(KillSwitch), {
      maxItems: killSwitchesMax.value,
      description: "The switches, those that are on first, then the latest first.",
    }),
  }),
  examples: {
    valid: [
      { title: "none was ever set", value: { kill_switches: [] } },
      {
        title: "everything is stopped",
        value: {
          kill_switches: [{ scope: "global", active: true, set_by: "user:root", set_at: "2026-03-01T09:30:00.000Z" }],
        },
      },
    ],
    invalid: [
      { title: "without the list", value: {}, pointer: "", keyword: "required" },
      {
        title: "a switch that is a boolean",
        value: { kill_switches: [true] },
        pointer: "/kill_switches/0",
        keyword: "type",
      },
    ],
  },
});
export type ControlKillSwitchGetResult = Static<typeof ControlKillSwitchGetResult.schema>;
