import { defineEvent } from "../spec/define-event.ts";
import { source } from "../spec/source.ts";
import { EventsGapPayload } from "./events-gap-payload.ts";

export const eventsGap = defineEvent({
  key: "events.gap",
  title: "Events missing",
  description:
    "Told to one reader, in the place of events that were pruned before it came to read them, or of a place that this control plane does not know. The reader asks for the present state and goes on from here.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
  payload: EventsGapPayload,
});
