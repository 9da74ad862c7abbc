import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { controlMeta } from "./control-meta.ts";

const { since, source } = controlMeta;
const stability = "stable";

export const ControlPingResult = defineType({
  name: "ControlPingResult",
  title: "Ping: result",
  description: "That the ping arrived, and what time it is here.",
  stability,
  since,
  source,
  schema: Type.Object({
    received: Type.Boolean({ description: "Always true: an answer was made." }),
    timestamp: ref(Timestamp, { description: "The control plane's time when it answered." }),
  }),
  examples: {
    valid: [{ title: "a pong", value: { received: true, timestamp: "2026-03-01T09:30:00.000Z" } }],
    invalid: [
      { title: "without a time", value: { received: true }, pointer: "", keyword: "required" },
      {
        title: "a time with an offset",
        value: { received: true, timestamp: "2026-03-01T10:30:00+01:00" },
        pointer: "/timestamp",
        keyword: "pattern",
      },
    ],
  },
});
export type ControlPingResult = Static<typeof ControlPingResult.schema>;
