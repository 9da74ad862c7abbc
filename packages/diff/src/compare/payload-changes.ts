import type { Operation, Payload } from "../contract.ts";
import { type Change, quoted } from "./change.ts";

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
    });
  }
  if (before.encoding !== after.encoding) {
    const words = (encoding: string | undefined) => (encoding === undefined ? "by the rule" : `as ${quoted(encoding)}`);
    changes.push({
      rule: "encoding-changed",
      subject,
      directions: [before.role === "request" ? "request" : "response"],
      message: `It was written ${words(before.encoding)} and is ${words(after.encoding)}.`,
      base: before.encoding,
      head: after.encoding,
    });
  }
  return changes;
}

function removedPayload(payload: Payload, after: Operation, subject: Change["subject"]): Change {
  const { role, name } = payload;
  const verb = role === "request" ? "read" : "answered";
  const message = `${quoted(name)} is no longer ${verb}.`;
  if (role === "error") return { rule: "error-data-changed", subject, message };
  if (hasAlternative(payload, after))
    return { rule: "media-type-removed", subject, directions: [role as "request" | "response"], message };
  return { rule: role === "request" ? "params-removed" : "result-removed", subject, message };
}

function addedPayload(payload: Payload, before: Operation, subject: Change["subject"]): Change {
  const { role, name, required } = payload;
  if (role === "error")
    return { rule: "error-data-changed", subject, message: `${quoted(name)} is answered, and was not.` };
  if (hasAlternative(payload, before)) {
    const message = `${quoted(name)} is ${role === "request" ? "read" : "answered"} too.`;
    return { rule: "media-type-added", subject, directions: [role as "request" | "response"], message };
  }
  if (role === "request") {
    const message = `${quoted(name)} is new${required ? ", and has to be sent" : ""}.`;
    return { rule: required ? "params-became-required" : "params-added", subject, message };
  }
  return { rule: "result-added", subject, message: `${quoted(name)} is answered, and was not.` };
}

/** Whether the other version has another media type in the payload's stead. */
function hasAlternative({ alternative }: Payload, other: Operation): boolean {
  return alternative !== undefined && other.payloads.some((payload) => payload.alternative === alternative);
}

/** An error's data goes with its status, and the rules of error codes tell that. */
function isOfStatusGone({ role, alternative }: Payload, other: Operation): boolean {
  const status = role === "error" && alternative !== undefined ? alternative.replace(/^error /, "") : undefined;
  return status !== undefined && !other.errors.includes(status);
}

/** Statuses of success without a body: those with one are told by their payloads. */
function statusChanges(before: Operation, after: Operation, operation: string): readonly Change[] {
  const subject = { part: "operation", name: operation } as const;
  const without = (ours: Operation, theirs: Operation) =>
    (ours.statuses ?? []).filter(
      (status) =>
        !(theirs.statuses ?? [status]).includes(status) &&
        !ours.payloads.some(({ alternative }) => alternative === `response ${status}`),
    );
  return [
    ...without(before, after).map(
      (status): Change => ({
        rule: "result-removed",
        subject,
        message: `It no longer answers ${quoted(status)}.`,
        base: status,
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
