import type { Operation, Payload } from "../contract.ts";
import { answersWith, coverOf, statusOf } from "./align-statuses.ts";
import { type Change, quoted } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { placeOfPayload } from "./exchange-message.ts";
import { changedCall, changedEncoding, removedAnswer, removedMediaType } from "./message-pairs.ts";

/** What an operation reads and answers, beside the schemas of it. */
export function payloadChanges(before: Operation, after: Operation, operation: string): readonly Change[] {
  const subjectOf = ({ name }: Payload) => ({ part: "operation", name: operation, payload: name }) as const;
  const inBase = new Map(before.payloads.map((payload) => [payload.name, payload]));
  const inHead = new Map(after.payloads.map((payload) => [payload.name, payload]));
  const changes: Change[] = [];
  for (const payload of before.payloads) {
    const other = inHead.get(payload.name);
    if (other !== undefined) changes.push(...keptPayloadChanges(payload, other, subjectOf(payload)));
    else if (!isOfStatusGone(payload, after)) changes.push(removedPayload(payload, after, subjectOf(payload)));
  }
  for (const payload of after.payloads) {
    if (inBase.has(payload.name) || isOfStatusGone(payload, before)) continue;
    changes.push(addedPayload(payload, before, subjectOf(payload)));
  }
  return [...changes, ...statusChanges(before, after, operation)];
}

function keptPayloadChanges(before: Payload, after: Payload, subject: Change["subject"]): readonly Change[] {
  const changes: Change[] = [];
  if (before.role === "request" && before.required !== after.required) {
    changes.push({
      rule: after.required ? "params-became-required" : "params-became-optional",
      subject,
      message: after.required ? "It could be left out and has to be sent." : "It had to be sent and may be left out.",
      messages: (comparing) => changedCall(subject.name, placeOfPayload(after), comparing),
    });
  }
  if (before.header !== undefined && before.required && !after.required) {
    const message = `The header ${quoted(before.header)} was always answered and need not be.`;
    changes.push({ rule: "header-became-optional", subject, directions: ["response"], message });
  }
  if (before.encoding !== after.encoding) {
    const words = (encoding: string | undefined) =>
      encoding === undefined ? "in the usual way" : `as ${quoted(encoding)}`;
    changes.push({
      rule: "encoding-changed",
      subject,
      directions: [before.role === "request" ? "request" : "response"],
      message: `It was written ${words(before.encoding)} and is now written ${words(after.encoding)}.`,
      base: before.encoding,
      head: after.encoding,
      messages: (comparing) => changedEncoding(subject.name, after, comparing),
    });
  }
  return changes;
}

function removedPayload(payload: Payload, after: Operation, subject: Change["subject"]): Change {
  const { role, name, header } = payload;
  if (header !== undefined) {
    const message = `The header ${quoted(header)} is no longer answered.`;
    return { rule: "header-removed", subject, directions: ["response"], message };
  }
  const verb = role === "request" ? "read" : "answered";
  const message = `${quoted(name)} is no longer ${verb}.`;
  if (role === "error" || role === "event") return { rule: "error-data-changed", subject, message };
  if (hasAlternative(payload, after)) {
    const messages = (comparing: Comparing) => removedMediaType(subject.name, payload, comparing);
    return { rule: "media-type-removed", subject, directions: [role], message, messages };
  }
  if (role === "request") return { rule: "params-removed", subject, message };
  const messages = (comparing: Comparing) => removedAnswer(subject.name, { carried: name }, comparing);
  return { rule: "result-removed", subject, message, messages };
}

function addedPayload(payload: Payload, before: Operation, subject: Change["subject"]): Change {
  const { role, name, required, header } = payload;
  if (header !== undefined) {
    const message = `The header ${quoted(header)} is answered.`;
    return { rule: "header-added", subject, directions: ["response"], message };
  }
  if (role === "error")
    return { rule: "error-data-changed", subject, message: `${quoted(name)} is answered, and was not.` };
  if (hasAlternative(payload, before)) {
    const message = `${quoted(name)} is ${role === "request" ? "read" : "answered"} too.`;
    return { rule: "media-type-added", subject, directions: [role as "request" | "response"], message };
  }
  if (role === "request") {
    const message = `${quoted(name)} is new${required ? ", and has to be sent" : ""}.`;
    if (!required) return { rule: "params-added", subject, message };
    const messages = (comparing: Comparing) => changedCall(subject.name, placeOfPayload(payload), comparing);
    return { rule: "params-became-required", subject, message, messages };
  }
  return { rule: "result-added", subject, message: `${quoted(name)} is answered, and was not.` };
}

/** Whether the other version has another media type in the payload's stead. */
function hasAlternative({ alternative }: Payload, other: Operation): boolean {
  return alternative !== undefined && other.payloads.some((payload) => payload.alternative === alternative);
}

/** An error's data and an answer's headers go with their status, which is told of the status. */
function isOfStatusGone(payload: Payload, other: Operation): boolean {
  const status = statusOf(payload);
  if (status === undefined || (payload.role !== "error" && payload.header === undefined)) return false;
  return !answersWith(status, other) && coverOf(status, payload.role, other) === undefined;
}

/** Statuses of success without a body, and those that are answered under another: others are told by their payloads. */
function statusChanges(before: Operation, after: Operation, operation: string): readonly Change[] {
  const subject = { part: "operation", name: operation } as const;
  const without = (ours: Operation, theirs: Operation) =>
    (ours.statuses ?? []).filter(
      (status) =>
        theirs.statuses !== undefined &&
        !answersWith(status, theirs) &&
        coverOf(status, "response", theirs) === undefined &&
        !ours.payloads.some(({ alternative }) => alternative === `response ${status}`),
    );
  return [
    ...regroupedStatuses(before, after, operation),
    ...without(before, after).map(
      (status): Change => ({
        rule: "result-removed",
        subject,
        message: `It no longer answers ${quoted(status)}.`,
        base: status,
        messages: (comparing) => removedAnswer(operation, { status }, comparing),
      }),
    ),
    ...without(after, before).map(
      (status): Change => ({
        rule: "result-added",
        subject,
        message: `It can answer ${quoted(status)}.`,
        head: status,
      }),
    ),
  ];
}

/** Statuses that one version lists and the other answers under a range or `default`: what they come to is told of their schemas. */
function regroupedStatuses(before: Operation, after: Operation, operation: string): readonly Change[] {
  const common = { rule: "status-regrouped", subject: { part: "operation", name: operation } } as const;
  const covered = (ours: Operation, theirs: Operation) =>
    (["response", "error"] as const).flatMap((role) =>
      (role === "error" ? ours.errors : (ours.statuses ?? [])).flatMap((status) => {
        const cover = coverOf(status, role, theirs);
        return cover === undefined ? [] : [{ status, cover }];
      }),
    );
  return [
    ...covered(before, after).map(({ status, cover }): Change => {
      const message = `${quoted(status)} is no longer told by itself: it is answered under ${quoted(cover)}.`;
      return { ...common, message, base: status, head: cover };
    }),
    ...covered(after, before).map(({ status, cover }): Change => {
      const message = `${quoted(status)} is told by itself, and was answered under ${quoted(cover)}.`;
      return { ...common, message, base: cover, head: status };
    }),
  ];
}
