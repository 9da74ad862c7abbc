import type { JsonSchema } from "../contract.ts";
import { type Change, missingFrom, quoted } from "./change.ts";
import type { Comparing } from "./comparing.ts";
import { partChanges, removalOf, removalWords } from "./part-changes.ts";

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
  for (const [baseName, before] of base.types) {
    const name = pairs.headName.get(baseName);
    const after = name === undefined ? undefined : head.types.get(name);
    if (name === undefined || after === undefined) continue;
    changes.push(...partChanges(before, after, subject(name)));
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
  return changes;
}

interface Ids {
  readonly baseName: string;
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * A new content asks for a new `$id`, and an old one for none: with the content the `$id` may change, and without it should not.
 * Content is what the schema says of values; words may be mended under one `$id`.
 */
function idChanges(comparing: Comparing, { baseName, name, before, after }: Ids): readonly Change[] {
  if (before === undefined || after === undefined) return [];
  const was = comparing.base.definitions[baseName] as JsonSchema;
  const is = comparing.head.definitions[name] as JsonSchema;
  const subject = { part: "type", name } as const;
  const unchanged = comparing.alike(was, is);
  if (before === after && !unchanged) {
    const message = `What ${quoted(after)} says of values was changed.`;
    const migration = "Publish the new content under a new version of the `$id`.";
    return [{ rule: "content-changed-under-id", subject, message, migration }];
  }
  if (before === after) return [];
  const message = `Its \`$id\` was ${quoted(before)} and is ${quoted(after)}${unchanged ? ", though it says the same" : ""}.`;
  return [{ rule: "schema-id-changed", subject, message, base: before, head: after }];
}
