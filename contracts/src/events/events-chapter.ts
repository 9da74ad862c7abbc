import { defineChapter } from "../spec/define-registry.ts";
import { eventsGap } from "./events-gap.ts";
import { EventsGapPayload } from "./events-gap-payload.ts";

export const eventsChapter = defineChapter({
  name: "events",
  title: "Event streams",
  description: "What a stream of events tells of itself. What it tells of the work is in the other chapters.",
  specs: [EventsGapPayload, eventsGap],
});
