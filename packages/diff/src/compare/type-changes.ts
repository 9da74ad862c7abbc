import type { ContractPart, JsonSchema } from "../contract.ts";
import { type Change, missingFrom, quoted } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { deprecationStep, partChanges, removalOf, removalWords } from "./part-changes.ts";
import { referredName } from "./schema-identity.ts";
import { isUnusedComponent } from "./unused-component.ts";

/** Types that came, went or were renamed, and what is said of the others beside their schemas. */
export function typeChanges(comparing: Comparing): readonly Change[] {
  const { base, head, pairs, today } = comparing;
  const subject = (name: string) => ({ part: "type", name }) as const;
  const changes: Change[] = [];
  for (const name of missingFrom(head.types, base.types.keys())) {
    const type = base.types.get(name)!;
    const to = pairs.headName.get(name);
    if (to !== undefined && to !== name && head.types.has(to)) {
      const message = `The type is called ${quoted(to)} now.`;
      const migration = `Import ${quoted(to)} in its place.`;
      changes.push({ rule: "exported-type-renamed", subject: subject(name), message, base: name, head: to, migration });
    } else {
      const inTime = removalOf(type, today) === "after sunset";
      const message = `The type is gone. ${removalWords(type)}`;
      const migration =
        type.deprecation?.replacedBy === undefined
          ? {}
          : { migration: `Use ${quoted(type.deprecation.replacedBy)} instead.` };
      changes.push({
        rule: inTime ? "part-removed-after-sunset" : "exported-type-removed",
        subject: subject(name),
        message,
        ...migration,
      });
    }
  }
  for (const name of missingFrom(base.types, head.types.keys())) {
    const from = pairs.baseName.get(name);
    if (from !== undefined && from !== name && base.types.has(from)) continue;
    changes.push({ rule: "exported-type-added", subject: subject(name), message: "The type is new." });
  }
  const told = deprecationsOfPayloads(comparing);
  for (const [baseName, before] of base.types) {
    const name = pairs.headName.get(baseName);
    const after = name === undefined ? undefined : head.types.get(name);
    if (name === undefined || after === undefined) continue;
    changes.push(...partChanges(before, after, subject(name), told.get(name)));
    if (before.discriminator !== undefined && before.discriminator !== after.discriminator) {
      const gone = after.discriminator === undefined;
      changes.push({
        rule: "discriminator-removed",
        subject: subject(name),
        message: `${quoted(before.discriminator)} no longer tells its alternatives apart${gone ? "" : `; ${quoted(after.discriminator!)} does`}.`,
        base: before.discriminator,
        head: after.discriminator,
      });
    }
    changes.push(...idChanges(comparing, { baseName, name, before: before.id, after: after.id }));
  }
  return changes.map((change) =>
    isUnusedComponent(change.subject.name, comparing) ? { ...change, directions: [] } : change,
  );
}

/** Of the types that are payloads of operations and events, how these were deprecated: an envelope ends with what it is for. */
function deprecationsOfPayloads({ base, head }: Comparing): ReadonlyMap<string, ReadonlySet<string>> {
  const told = new Map<string, Set<string>>();
  const add = (before: ContractPart | undefined, after: ContractPart, schemas: readonly JsonSchema[]) => {
    const step = before === undefined ? undefined : deprecationStep(before, after);
    if (step === undefined) return;
    for (const schema of schemas) {
      const name = typeof schema === "boolean" ? undefined : referredName(schema.$ref);
      if (name !== undefined) told.set(name, (told.get(name) ?? new Set()).add(step));
    }
  };
  for (const [name, operation] of head.operations) {
    add(
      base.operations.get(name),
      operation,
      operation.payloads.map(({ schema }) => schema),
    );
  }
  for (const [name, event] of head.events) add(base.events.get(name), event, [event.payload]);
  for (const [name, capability] of head.capabilities) {
    add(base.capabilities.get(name), capability, [capability.input, capability.output]);
  }
  return told;
}

interface Ids {
  readonly baseName: string;
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * A published schema is told apart by its `$id` alone, so that the `$id` moves with the content and not without it. A published file has
 * within it what it refers to: its `$id` moves with that too, which is expected, and of no side. Until it is released, nobody has it:
 * its content may change as often as it takes.
 */
function idChanges(
  { publishedContent, isReleased }: Comparing,
  { baseName, name, before, after }: Ids,
): readonly Change[] {
  if (before === undefined || after === undefined) return [];
  const subject = { part: "type", name } as const;
  const isChanged = publishedContent.isChanged(baseName, name);
  if (before === after) {
    if (!isChanged || !isReleased(after)) return [];
    const message = `What is published under ${quoted(after)} was changed.`;
    const migration = "Publish the new content under a new version of the `$id`.";
    return [{ rule: "content-changed-under-id", subject, message, migration }];
  }
  const moved = `Its \`$id\` was ${quoted(before)} and is ${quoted(after)}`;
  const common = { rule: "schema-id-changed", subject, base: before, head: after } as const;
  return isChanged || publishedContent.isChangedThroughout(name)
    ? [{ ...common, directions: [], message: `${moved}, as what is published under it was changed.` }]
    : [{ ...common, message: `${moved}, though it says the same.` }];
}
