import { type Static, Type } from "@sinclair/typebox";
import { EventId } from "../common/event-id.ts";
import { Timestamp } from "../common/timestamp.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const EventsGapPayload = defineType({
  name: "EventsGapPayload",
  title: "Events missing: payload",
  description: "What the event `events.gap` tells.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.Object({
    after: ref(EventId, { description: "The last event that the reader has." }),
    resumedAfter: ref(EventId, { description: "What the stream tells next came after this place." }),
    noticedAt: ref(Timestamp, { description: "When that was noticed." }),
  }),
  examples: {
    valid: [
      {
        title: "after a long pause",
        value: { after: "17.1", resumedAfter: "4700", noticedAt: "2026-03-01T09:30:00.000Z" },
      },
    ],
    invalid: [
      {
        title: "without the place where it goes on",
        value: { after: "17.1", noticedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a place as a number",
        value: { after: 17, resumedAfter: "4700", noticedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/after",
        keyword: "type",
      },
    ],
  },
});
export type EventsGapPayload = Static<typeof EventsGapPayload.schema>;
