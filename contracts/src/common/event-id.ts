import { type Static, Type } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const EventId = defineType({
  name: "EventId",
  title: "Event identifier",
  description:
    "Identifies an event, and its place: who sends one as `Last-Event-ID` is answered with what came after it, also after a restart. Two numbers, the second of which may be missing: `0` is before the first event. Receivers treat it as opaque.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.String({ pattern: "^(?:0|[1-9][0-9]{0,14})(?:\\.(?:0|[1-9][0-9]{0,8}))?$" }),
  examples: {
    valid: [
      { title: "an event's", value: "4711.0" },
      { title: "before the first", value: "0" },
    ],
    invalid: [
      { title: "a word", value: "latest", pointer: "", keyword: "pattern" },
      { title: "a number", value: 4711, pointer: "", keyword: "type" },
    ],
  },
});
export type EventId = Static<typeof EventId.schema>;
