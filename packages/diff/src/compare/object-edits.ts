import type { JsonSchema } from "../contract.ts";
import type { Effect } from "../finding.ts";
import type { RuleId } from "../rules.ts";
import type { Comparing } from "./comparing.ts";
import { declaredNames } from "./declared-names.ts";
import { both, claimsOf, type Edit, type Keywords, type NodePair } from "./edit.ts";
import { findRenames } from "./find-renames.ts";
import { extend, pointerOf } from "./schema-step.ts";
import { shown } from "./shown.ts";

/** The edits of which members an object has: declared ones, required ones, and what is said of all others. */
export function objectEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  return [
    ...memberEdits(pair, comparing),
    ...patternEdits(pair, comparing),
    ...otherMemberEdits(pair, comparing),
    ...nameEdits(pair, comparing),
    ...dependencyEdits(pair, comparing),
  ];
}

export function propertiesOf(keywords: Keywords): Readonly<Record<string, JsonSchema>> {
  return (keywords.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
}

export function patternPropertiesOf(keywords: Keywords): Readonly<Record<string, JsonSchema>> {
  return (keywords.patternProperties ?? {}) as Readonly<Record<string, JsonSchema>>;
}

export function requiredOf(keywords: Keywords): ReadonlySet<string> {
  return new Set(Array.isArray(keywords.required) ? (keywords.required as readonly string[]) : []);
}

/** What a version says of a member's value, whether it declares the member or not. */
function memberSchema(keywords: Keywords, name: string): JsonSchema {
  const properties = propertiesOf(keywords);
  const matching = Object.entries(patternPropertiesOf(keywords)).filter(([pattern]) => matches(pattern, name));
  const said = matching.map(([, schema]) => schema);
  if (Object.hasOwn(properties, name)) said.push(properties[name]!);
  if (said.length === 0) return (keywords.additionalProperties ?? true) as JsonSchema;
  return said.reduce(both);
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, "u").test(name);
  } catch {
    return false;
  }
}

function memberEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const { base, head, position } = pair;
  const before = propertiesOf(base);
  const after = propertiesOf(head);
  const wasRequired = requiredOf(base);
  const isRequired = requiredOf(head);
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const renames = findRenames({ before, after, wasRequired, isRequired, gone, added, comparing });
  // A member that another schema at the same value declares has only moved there.
  const declaredBefore = declaredNames(position.base, comparing.base);
  const declaredAfter = declaredNames(position.head, comparing.head);
  const edits: Edit[] = [];
  const told = new Set<string>();
  const inBase = (name: string) => pointerOf(extend(pair.basePath, { kind: "property", name }));
  const inHead = (name: string) => pointerOf(extend(pair.headPath, { kind: "property", name }));
  const goneFromHead = (name: string): JsonSchema => ({
    properties: { [name]: comparing.fromHead(memberSchema(head, name)) },
  });
  const notYetInBase = (name: string): JsonSchema => ({ properties: { [name]: memberSchema(base, name) } });

  for (const [from, to] of renames) {
    told.add(from).add(to);
    edits.push({
      rule: "property-renamed",
      position,
      pointer: inHead(to),
      message: `\`${from}\` is now called \`${to}\`.`,
      base: from,
      head: to,
      claims: claimsOf(pair, {
        head: both(goneFromHead(from), member(to, comparing.fromHead(after[to]!), isRequired.has(to))),
        base: both(notYetInBase(to), member(from, before[from]!, wasRequired.has(from))),
      }),
    });
  }
  for (const name of gone) {
    if (told.has(name)) continue;
    told.add(name);
    const required = wasRequired.has(name);
    edits.push({
      rule: "property-removed",
      quiet: declaredAfter.has(name),
      position,
      pointer: inBase(name),
      message: `The ${required ? "required" : "optional"} member \`${name}\` is gone.`,
      base: before[name],
      claims: claimsOf(pair, {
        head: isRequired.has(name) && !required ? both(goneFromHead(name), { required: [name] }) : goneFromHead(name),
        base: member(name, before[name]!, required),
      }),
    });
  }
  for (const name of added) {
    if (told.has(name)) continue;
    told.add(name);
    const required = isRequired.has(name) && !wasRequired.has(name);
    edits.push({
      rule: required ? "required-added" : "optional-added",
      quiet: declaredBefore.has(name),
      position,
      pointer: inHead(name),
      // A member that had to be there before it was declared is no new one.
      message: wasRequired.has(name)
        ? `\`${name}\` is declared, and ${isRequired.has(name) ? "is required as before" : "was required"}.`
        : `The ${required ? "required" : "optional"} member \`${name}\` is new.`,
      head: after[name],
      claims: claimsOf(pair, {
        head: member(name, comparing.fromHead(after[name]!), required),
        base:
          wasRequired.has(name) && !isRequired.has(name)
            ? both(notYetInBase(name), { required: [name] })
            : notYetInBase(name),
      }),
    });
  }
  for (const name of isRequired) {
    if (wasRequired.has(name) || told.has(name)) continue;
    const declared = Object.hasOwn(before, name);
    edits.push({
      rule: declared ? "optional-to-required" : "required-added",
      position,
      pointer: declared ? inHead(name) : pointerOf(pair.headPath),
      message: `\`${name}\` was optional and is required.`,
      claims: claimsOf(pair, { head: { required: [name] } }),
    });
  }
  for (const name of wasRequired) {
    if (isRequired.has(name) || told.has(name)) continue;
    edits.push({
      rule: "required-to-optional",
      position,
      pointer: Object.hasOwn(after, name) ? inHead(name) : pointerOf(pair.headPath),
      message: `\`${name}\` was required and is optional.`,
      claims: claimsOf(pair, { base: { required: [name] } }),
    });
  }
  return edits;
}

function member(name: string, schema: JsonSchema, required: boolean): JsonSchema {
  return { properties: { [name]: schema }, ...(required && { required: [name] }) };
}

function patternEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before = patternPropertiesOf(pair.base);
  const after = patternPropertiesOf(pair.head);
  const edits: Edit[] = [];
  for (const [pattern, schema] of Object.entries(after)) {
    if (Object.hasOwn(before, pattern)) continue;
    edits.push({
      rule: "pattern-property-added",
      position: pair.position,
      pointer: pointerOf(extend(pair.headPath, { kind: "pattern", pattern })),
      message: `Members whose names match ${shown(pattern)} have to be of a new schema.`,
      head: schema,
      claims: claimsOf(pair, { head: { patternProperties: { [pattern]: comparing.fromHead(schema) } } }),
    });
  }
  for (const [pattern, schema] of Object.entries(before)) {
    if (Object.hasOwn(after, pattern)) continue;
    edits.push({
      rule: "pattern-property-removed",
      position: pair.position,
      pointer: pointerOf(extend(pair.basePath, { kind: "pattern", pattern })),
      message: `Nothing is said any more of members whose names match ${shown(pattern)}.`,
      base: schema,
      claims: claimsOf(pair, { base: { patternProperties: { [pattern]: schema } } }),
    });
  }
  return edits;
}

/** `additionalProperties`, of the names that neither version declares; those that one declares are judged by name. */
function otherMemberEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before = pair.base.additionalProperties as JsonSchema | undefined;
  const after = pair.head.additionalProperties as JsonSchema | undefined;
  const samePatterns = sameNames(patternPropertiesOf(pair.base), patternPropertiesOf(pair.head));
  const unchanged = comparing.alike(before ?? true, after ?? true) && (before === undefined) === (after === undefined);
  if (unchanged && samePatterns) return [];
  if (isKeywords(before) && isKeywords(after) && samePatterns) return [];
  const wasOpen = isOpen(before, comparing);
  const isNowOpen = isOpen(after, comparing);
  if (wasOpen && isNowOpen && (before === undefined) === (after === undefined)) return [];
  const declared: JsonSchema = {
    properties: anything({ ...propertiesOf(pair.base), ...propertiesOf(pair.head) }),
  };
  const others = (keywords: Keywords, schema: JsonSchema): JsonSchema => ({
    ...declared,
    ...(keywords.patternProperties !== undefined && { patternProperties: anything(patternPropertiesOf(keywords)) }),
    additionalProperties: schema,
  });
  const patterns = (keywords: Keywords) => Object.keys(patternPropertiesOf(keywords)).length;
  const byPatterns = patterns(pair.head) > patterns(pair.base) ? "pattern-property-added" : "pattern-property-removed";
  return [
    {
      rule: unchanged ? byPatterns : otherMembersRule(before, after, wasOpen, isNowOpen),
      quiet: unchanged,
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: unchanged
        ? "Which names are told apart by patterns was changed."
        : `Undeclared members were ${othersWords(before, wasOpen)} and are ${othersWords(after, isNowOpen)}.`,
      base: before,
      head: after,
      claims: claimsOf(pair, {
        ...(!isNowOpen && { head: others(pair.head, comparing.fromHead(after!)) }),
        ...(!wasOpen && { base: others(pair.base, before!) }),
      }),
    },
  ];
}

function otherMembersRule(
  before: JsonSchema | undefined,
  after: JsonSchema | undefined,
  wasOpen: boolean,
  isNowOpen: boolean,
): RuleId | Readonly<Record<Effect, RuleId>> {
  if (after === false && before !== false) return "closed";
  if (before === false && isNowOpen) return "opened";
  if (wasOpen && !isNowOpen) return "additional-narrowed";
  if (!wasOpen && isNowOpen) return "additional-widened";
  if (wasOpen && isNowOpen) return before === undefined ? "additional-widened" : "additional-narrowed";
  return byEffect("additional-narrowed", "additional-widened", "additional-changed");
}

function othersWords(schema: JsonSchema | undefined, open: boolean): string {
  if (schema === false) return "rejected";
  if (schema === undefined) return "ignored";
  return open ? "accepted with any value" : "accepted with values of one schema";
}

function isOpen(schema: JsonSchema | undefined, comparing: Comparing): boolean {
  return schema === undefined || comparing.alike(schema, true);
}

function anything(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.keys(properties).map((name) => [name, true]));
}

function sameNames(left: object, right: object): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => Object.hasOwn(right, name));
}

function isKeywords(schema: JsonSchema | undefined): boolean {
  return typeof schema === "object";
}

function nameEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const before = (pair.base.propertyNames ?? true) as JsonSchema;
  const after = (pair.head.propertyNames ?? true) as JsonSchema;
  if (comparing.alike(before, after)) return [];
  return [
    {
      rule: byEffect("property-names-narrowed", "property-names-widened", "property-names-changed"),
      position: pair.position,
      pointer: pointerOf(pair.headPath),
      message: "The names that members may have were changed.",
      base: pair.base.propertyNames,
      head: pair.head.propertyNames,
      claims: claimsOf(pair, {
        ...(after !== true && { head: { propertyNames: comparing.fromHead(after) } }),
        ...(before !== true && { base: { propertyNames: before } }),
      }),
    },
  ];
}

function dependencyEdits(pair: NodePair, comparing: Comparing): readonly Edit[] {
  const edits: Edit[] = [];
  const common = { position: pair.position, pointer: pointerOf(pair.headPath) };
  const requiredBefore = namesByName(pair.base.dependentRequired);
  const requiredAfter = namesByName(pair.head.dependentRequired);
  for (const name of new Set([...Object.keys(requiredBefore), ...Object.keys(requiredAfter)])) {
    const before = requiredBefore[name] ?? [];
    const after = requiredAfter[name] ?? [];
    const added = after.filter((each) => !before.includes(each));
    const removed = before.filter((each) => !after.includes(each));
    if (added.length > 0) {
      edits.push({
        ...common,
        rule: "dependent-required-added",
        message: `Whoever sends \`${name}\` has to send ${added.map((each) => `\`${each}\``).join(", ")} too.`,
        claims: claimsOf(pair, { head: { dependentRequired: { [name]: added } } }),
      });
    }
    if (removed.length > 0) {
      edits.push({
        ...common,
        rule: "dependent-required-removed",
        message: `Whoever sends \`${name}\` no longer has to send ${removed.map((each) => `\`${each}\``).join(", ")}.`,
        claims: claimsOf(pair, { base: { dependentRequired: { [name]: removed } } }),
      });
    }
  }
  const schemasBefore = (pair.base.dependentSchemas ?? {}) as Readonly<Record<string, JsonSchema>>;
  const schemasAfter = (pair.head.dependentSchemas ?? {}) as Readonly<Record<string, JsonSchema>>;
  for (const name of new Set([...Object.keys(schemasBefore), ...Object.keys(schemasAfter)])) {
    const before = Object.hasOwn(schemasBefore, name) ? schemasBefore[name]! : true;
    const after = Object.hasOwn(schemasAfter, name) ? schemasAfter[name]! : true;
    if (comparing.alike(before, after)) continue;
    edits.push({
      ...common,
      rule: byEffect("dependent-schema-narrowed", "dependent-schema-widened", "dependent-schema-changed"),
      message: `What an object with \`${name}\` has to be was changed.`,
      base: schemasBefore[name],
      head: schemasAfter[name],
      claims: claimsOf(pair, {
        ...(after !== true && { head: { dependentSchemas: { [name]: comparing.fromHead(after) } } }),
        ...(before !== true && { base: { dependentSchemas: { [name]: before } } }),
      }),
    });
  }
  return edits;
}

function namesByName(value: unknown): Readonly<Record<string, readonly string[]>> {
  return (value ?? {}) as Readonly<Record<string, readonly string[]>>;
}

/** The rules of an edit that is named by what it comes to. */
export function byEffect(narrow: RuleId, widen: RuleId, otherwise: RuleId): Readonly<Record<Effect, RuleId>> {
  return { none: otherwise, narrow, widen, incomparable: otherwise, unknown: otherwise };
}
