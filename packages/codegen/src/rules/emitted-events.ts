import type { Rule } from "../rule.ts";

/** Every event is told by some operation. */
export const emittedEvents: Rule = {
  name: "emitted-events",
  title: "Every event is emitted by some operation.",
  explanation:
    "Who waits for an event looks up what makes it happen. It is off where events come from elsewhere, such as a clock or a stream.",
  level: "off",
  bad: 'defineEvent({ ...rest, key: "parcel.lost", payload: ParcelTrackResult })',
  good: 'defineCommand({ ...rest, sideEffects: { emits: [{ event: parcelTracked, when: "It was found." }] } })',
  check: ({ operations, events }) => {
    const emitted = new Set(operations.flatMap(({ sideEffects }) => sideEffects.emits.map(({ event }) => event.key)));
    return events
      .filter(({ key }) => !emitted.has(key))
      .map(({ key }) => ({
        name: key,
        message: "No operation emits it.",
        mend: "List it in `sideEffects.emits` of what causes it, or remove it.",
      }));
  },
};
