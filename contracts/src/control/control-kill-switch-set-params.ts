import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source as sourceOf } from "../spec/source.ts";
import { controlMeta } from "./control-meta.ts";
import { killSwitchMembers } from "./kill-switch.ts";

const { stability, since } = controlMeta;
const source = sourceOf("wire-decisions", "controlPlane.*");

export const ControlKillSwitchSetParams = defineType({
  name: "ControlKillSwitchSetParams",
  title: "Set a kill switch: parameters",
  description:
    "What to stop or to let go again. One switch exists for each combination of scope, module, capability and session.",
  stability,
  since,
  source,
  schema: Type.Object(killSwitchMembers),
  examples: {
    valid: [
      {
        title: "stop everything",
        value: { scope: "global", active: true, reason: "We are looking into an incident." },
      },
      { title: "let one module run again", value: { scope: "module", active: false, module_id: "http" } },
      { title: "stop one session", value: { scope: "session", active: true, session_id: "ses-1" } },
    ],
    invalid: [
      { title: "without on or off", value: { scope: "global" }, pointer: "", keyword: "required" },
      { title: "a word for a boolean", value: { scope: "global", active: "on" }, pointer: "/active", keyword: "type" },
      { title: "an unknown scope", value: { scope: "tenant", active: true }, pointer: "/scope", keyword: "enum" },
    ],
  },
});
export type ControlKillSwitchSetParams = Static<typeof ControlKillSwitchSetParams.schema>;
