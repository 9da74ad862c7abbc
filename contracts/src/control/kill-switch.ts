import { type Static, Type } from "@sinclair/typebox";
import { CapabilityName } from "../common/capability-name.ts";
import { OrchCaller } from "../common/orch-caller.ts";
import { OrchModuleId } from "../common/orch-module-id.ts";
import { OrchSessionId } from "../common/orch-session-id.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ControlScope } from "./control-scope.ts";

/** The members that say what a kill switch stops and whether it is on; the command and the record share them. */
export const killSwitchMembers = {
  scope: ref(ControlScope, {
    description:
      "How far it reaches: everything (`global`), one module or one of its capabilities (`module`), or one session (`session`).",
  }),
  active: Type.Boolean({ description: "Whether it is on. While it is, what it covers is denied." }),
  module_id: Type.Optional(
    ref(OrchModuleId, { description: "The module that it stops. Present exactly where the scope is `module`." }),
  ),
  capability: Type.Optional(
    ref(CapabilityName, {
      description: "The one capability of the module that it stops; absent, all of them. Only with the scope `module`.",
    }),
  ),
  session_id: Type.Optional(
    ref(OrchSessionId, { description: "The session that it stops. Present exactly where the scope is `session`." }),
  ),
  abort_running: Type.Optional(
    Type.Boolean({
      description:
        "Whether attempts that already run are aborted too; else they end by themselves. Defaults to false. Only with `active` true.",
    }),
  ),
  reason: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2048, description: "Why it was set. Those who are denied can read it." }),
  ),
};

export const KillSwitch = defineType({
  name: "KillSwitch",
  title: "Kill switch",
  description:
    "Stops actions at once, before any policy is asked. While it is on, every new action that it covers is denied with `KILL_SWITCH_ACTIVE`, and no further attempt of a running plan is started; attempts that already run are aborted where `abort_running` says so. It survives a restart.",
  stability: "experimental",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.Object({
    ...killSwitchMembers,
    set_by: ref(OrchCaller, { description: "Who set it last." }),
    set_at: ref(Timestamp, { description: "When it was set last." }),
  }),
  examples: {
    valid: [
      {
        title: "everything is stopped",
        value: {
          scope: "global",
          active: true,
          abort_running: true,
          reason: "We are looking into an incident.",
          set_by: "user:root",
          set_at: "2026-03-01T09:30:00.000Z",
        },
      },
      {
        title: "one capability runs again",
        value: {
          scope: "module",
          active: false,
          module_id: "http",
          capability: "fetch",
          set_by: "user:root",
          set_at: "2026-03-01T12:00:00.000Z",
        },
      },
    ],
    invalid: [
      {
        title: "without who set it",
        value: { scope: "global", active: true, set_at: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "an unknown scope",
        value: { scope: "everything", active: true, set_by: "user:root", set_at: "2026-03-01T09:30:00.000Z" },
        pointer: "/scope",
        keyword: "enum",
      },
    ],
  },
});
export type KillSwitch = Static<typeof KillSwitch.schema>;
