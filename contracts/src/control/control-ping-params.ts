import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { controlMeta } from "./control-meta.ts";

const { since, source } = controlMeta;
const stability = "stable";

export const ControlPingParams = defineType({
  name: "ControlPingParams",
  title: "Ping: parameters",
  description: "Nothing is needed; a message may be sent along for the logs.",
  stability,
  since,
  source,
  schema: Type.Object({
    message: Type.Optional(
      Type.String({ maxLength: 1024, description: "Any text. It is noted in the logs and not answered." }),
    ),
  }),
  examples: {
    valid: [
      { title: "the least there is", value: {} },
      { title: "with a message", value: { message: "Are you there?" } },
    ],
    invalid: [
      { title: "a message that is a number", value: { message: 7 }, pointer: "/message", keyword: "type" },
      { title: "a list", value: [], pointer: "", keyword: "type" },
    ],
  },
});
export type ControlPingParams = Static<typeof ControlPingParams.schema>;
