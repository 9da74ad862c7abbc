import type { HeaderUse, Operation, Subject } from "../contract.ts";
import type { Direction } from "../finding.ts";
import { type Change, missingFrom, quoted } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { changedCall } from "./message-pairs.ts";
import { partChanges } from "./part-changes.ts";

/** The headers of one operation. HTTP's names are the same in any case. */
export function headerUseChanges(before: Operation, after: Operation, subject: Subject): readonly Change[] {
  return [
    ...usesOnSide(before.requestHeaders, after.requestHeaders, "request", subject),
    ...usesOnSide(before.responseHeaders, after.responseHeaders, "response", subject),
  ];
}

function usesOnSide(
  before: readonly HeaderUse[],
  after: readonly HeaderUse[],
  side: Direction,
  subject: Subject,
): readonly Change[] {
  const byName = (uses: readonly HeaderUse[]) => new Map(uses.map((use) => [use.name.toLowerCase(), use]));
  const inBase = byName(before);
  const inHead = byName(after);
  const directions = [side];
  const verb = side === "request" ? "sent" : "answered";
  const changes: Change[] = [];
  for (const [key, { name, required }] of inHead) {
    const was = inBase.get(key);
    if (was !== undefined && was.required === required) continue;
    if (required && side === "request") {
      const message = `The header ${quoted(name)} has to be sent${was === undefined ? "" : ", and could be left out"}.`;
      const messages = (comparing: Comparing) => changedCall(subject.name, ["headers", key], comparing);
      changes.push({ rule: "header-added-required", subject, directions, message, head: name, messages });
    } else if (was === undefined) {
      const message = `The header ${quoted(name)} ${side === "request" ? "may be sent" : "is answered"}.`;
      changes.push({ rule: "header-added", subject, directions, message, head: name });
    } else if (!required) {
      const message = `The header ${quoted(name)} was always ${verb} and need not be.`;
      changes.push({ rule: "header-became-optional", subject, directions, message, base: name });
    }
  }
  for (const [key, { name }] of inBase) {
    if (inHead.has(key)) continue;
    const message = `The header ${quoted(name)} is no longer ${side === "request" ? "read" : "answered"}.`;
    changes.push({ rule: "header-removed", subject, directions, message, base: name });
  }
  return changes;
}

/** The headers that a contract publishes by name. */
export function headerChanges({ base, head }: Comparing): readonly Change[] {
  const subject = (name: string) => ({ part: "header", name }) as const;
  const changes: Change[] = [];
  for (const name of missingFrom(head.headers, base.headers.keys())) {
    changes.push({
      rule: "exported-header-removed",
      subject: subject(name),
      message: "The header is no longer published.",
    });
  }
  for (const name of missingFrom(base.headers, head.headers.keys())) {
    changes.push({ rule: "exported-header-added", subject: subject(name), message: "The header is new." });
  }
  for (const [name, before] of base.headers) {
    const after = head.headers.get(name);
    if (after !== undefined) changes.push(...partChanges(before, after, subject(name)));
  }
  return changes;
}
