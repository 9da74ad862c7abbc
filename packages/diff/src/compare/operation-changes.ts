import type { Operation } from "../contract.ts";
import { accessChanges } from "./access-changes.ts";
import { answersWith, coverOf } from "./align-statuses.ts";
import { type Change, missingFrom, quoted } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { nameLikeness } from "./find-renames.ts";
import { headerUseChanges } from "./header-changes.ts";
import { reboundCall, removedCall, removedEvent } from "./message-pairs.ts";
import { partChanges, removalOf, removalWords } from "./part-changes.ts";
import { payloadChanges } from "./payload-changes.ts";

/** How like two operations must be, of 1, for a reader to be told that one seems to be the other renamed: by name, or by payloads of no other. */
const likenessMin = 0.7;

/** Operations that came, went or were renamed, and what is said of those that both versions have, beside their schemas. */
export function operationChanges(comparing: Comparing): readonly Change[] {
  const { base, head } = comparing;
  const removed = missingFrom(head.operations, base.operations.keys());
  const added = missingFrom(base.operations, head.operations.keys());
  const renames = renamedOperations(removed, added, comparing);
  const changes: Change[] = [];
  for (const name of removed) changes.push(removedOperation(name, renames.get(name), comparing));
  const newNames = new Set(renames.values());
  for (const name of added) {
    const hint = newNames.has(name) ? " It seems to be an operation that has another name now." : "";
    changes.push({ rule: "method-added", subject: subjectOf(name), message: `The operation is new.${hint}` });
  }
  for (const [name, before] of base.operations) {
    const after = head.operations.get(name);
    if (after !== undefined) changes.push(...keptOperationChanges(name, before, after));
  }
  return changes;
}

function subjectOf(name: string, payload?: string) {
  return { part: "operation", name, ...(payload !== undefined && { payload }) } as const;
}

function removedOperation(name: string, renamedTo: string | undefined, { base, today }: Comparing): Change {
  const operation = base.operations.get(name)!;
  const removal = removalOf(operation, today);
  const replacement = operation.deprecation?.replacedBy ?? renamedTo;
  const migration = replacement === undefined ? {} : { migration: `Call ${quoted(replacement)} instead.` };
  const subject = subjectOf(name);
  const messages = (comparing: Comparing) => removedCall(name, comparing);
  const common = { subject, message: `The operation is gone. ${removalWords(operation)}`, messages, ...migration };
  if (removal === "after sunset") return { ...common, rule: "method-removed-after-sunset" };
  if (removal === "before sunset") return { ...common, rule: "method-removed-before-sunset" };
  if (renamedTo === undefined) return { ...common, rule: "method-removed" };
  const message = `The operation is gone; ${quoted(renamedTo)} is new and very like it.`;
  return { ...common, rule: "method-renamed", message, base: name, head: renamedTo };
}

/** From operations gone to the new ones that are most like them, each once. */
function renamedOperations(
  removed: readonly string[],
  added: readonly string[],
  comparing: Comparing,
): ReadonlyMap<string, string> {
  const before = signaturesOf(comparing.base.operations, comparing.baseIdentity);
  const after = signaturesOf(comparing.head.operations, comparing.headIdentity);
  const like = removed.flatMap((from) =>
    added.map((to) => {
      const signature = before.signature.get(from);
      const isSame = signature === after.signature.get(to);
      const isRare = signature !== "" && before.count.get(signature!) === 1 && after.count.get(signature!) === 1;
      return { from, to, likeness: isSame && isRare ? 1 : nameLikeness(from, to) * (isSame ? 1 : 0.9) };
    }),
  );
  like.sort((left, right) => right.likeness - left.likeness || (left.from + left.to < right.from + right.to ? -1 : 1));
  const renames = new Map<string, string>();
  const taken = new Set<string>();
  for (const { from, to, likeness } of like) {
    if (likeness < likenessMin || renames.has(from) || taken.has(to)) continue;
    renames.set(from, to);
    taken.add(to);
  }
  return renames;
}

/** What each operation sends and answers, as one text, and how many share it: an operation that nobody shares it with is known by it. */
function signaturesOf(operations: ReadonlyMap<string, Operation>, identity: Comparing["baseIdentity"]) {
  const signature = new Map<string, string>();
  const count = new Map<string, number>();
  for (const [name, { payloads }] of operations) {
    const text = payloads.map((payload) => `${payload.name} ${identity.numberOf(payload.schema)}`).join("\n");
    signature.set(name, text);
    count.set(text, (count.get(text) ?? 0) + 1);
  }
  return { signature, count };
}

function keptOperationChanges(name: string, before: Operation, after: Operation): readonly Change[] {
  const subject = subjectOf(name);
  return [
    ...partChanges(before, after, subject),
    ...bindingChanges(before, after, name),
    ...payloadChanges(before, after, name),
    ...errorChanges(before, after, name),
    ...headerUseChanges(before, after, subject),
    ...accessChanges(before, after, subject),
    ...emitChanges(before, after, name),
    ...idempotencyChanges(before.idempotent, after.idempotent, subject),
  ];
}

function bindingChanges(
  { binding: before }: Operation,
  { binding: after }: Operation,
  name: string,
): readonly Change[] {
  if (before === undefined || after === undefined || before === after) return [];
  const message = `It was called by ${quoted(before)} and is by ${quoted(after)}.`;
  const messages = (comparing: Comparing) => reboundCall(name, comparing);
  return [{ rule: "http-binding-changed", subject: subjectOf(name), message, base: before, head: after, messages }];
}

function errorChanges(before: Operation, after: Operation, name: string): readonly Change[] {
  const without = (ours: Operation, theirs: Operation) =>
    ours.errors.filter((code) => !answersWith(code, theirs) && coverOf(code, "error", theirs) === undefined);
  const removed = without(before, after);
  const added = without(after, before);
  const subject = subjectOf(name);
  const list = (codes: readonly string[]) => codes.map(quoted).join(", ");
  return [
    ...(added.length > 0
      ? [{ rule: "error-code-added", subject, message: `It can fail with ${list(added)}.`, head: added } as const]
      : []),
    ...(removed.length > 0
      ? [
          {
            rule: "error-code-removed",
            subject,
            message: `It no longer fails with ${list(removed)}.`,
            base: removed,
          } as const,
        ]
      : []),
  ];
}

function emitChanges(before: Operation, after: Operation, name: string): readonly Change[] {
  const subject = subjectOf(name);
  return [
    ...before.emits
      .filter((event) => !after.emits.includes(event))
      .map(
        (event): Change => ({
          rule: "event-no-longer-emitted",
          subject,
          message: `It no longer emits ${quoted(event)}.`,
          base: event,
          messages: (comparing) => removedEvent(event, comparing, name),
        }),
      ),
    ...after.emits
      .filter((event) => !before.emits.includes(event))
      .map(
        (event): Change => ({
          rule: "event-newly-emitted",
          subject,
          message: `It emits ${quoted(event)} too.`,
          head: event,
        }),
      ),
  ];
}

export function idempotencyChanges(
  before: boolean | undefined,
  after: boolean | undefined,
  subject: Change["subject"],
): readonly Change[] {
  if (before === after || (before !== true && after !== true)) return [];
  return before === true
    ? [{ rule: "idempotency-weakened", subject, message: "Repeating it did it once, and is no longer promised to." }]
    : [{ rule: "idempotency-strengthened", subject, message: "Repeating it does it once." }];
}
