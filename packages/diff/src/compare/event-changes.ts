import { type Change, missingFrom } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { removedEvent } from "./message-pairs.ts";
import { partChanges, removalOf, removalWords } from "./part-changes.ts";

/** Events that came or went, and what is said of the others beside their payloads. */
export function eventChanges({ base, head, today }: Comparing): readonly Change[] {
  const subject = (name: string) => ({ part: "event", name }) as const;
  const changes: Change[] = [];
  for (const name of missingFrom(head.events, base.events.keys())) {
    const event = base.events.get(name)!;
    const inTime = removalOf(event, today) === "after sunset";
    const message = `The event is gone. ${removalWords(event)}`;
    changes.push({
      rule: inTime ? "part-removed-after-sunset" : "event-removed",
      subject: subject(name),
      message,
      messages: (comparing) => removedEvent(name, comparing),
    });
  }
  for (const name of missingFrom(base.events, head.events.keys())) {
    changes.push({ rule: "event-added", subject: subject(name), message: "The event is new." });
  }
  for (const [name, before] of base.events) {
    const after = head.events.get(name);
    if (after !== undefined) changes.push(...partChanges(before, after, subject(name)));
  }
  return changes;
}
