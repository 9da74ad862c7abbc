import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { referredName } from "../map-schema.ts";
import type { Model, PublishedType } from "../model.ts";
import { pointerToken } from "../pointer-token.ts";
import { type Change, changesOf, typeChanges } from "./fixtures-changes.ts";
import { richestExample, sample } from "./fixtures-sample.ts";

/** One instance of a type with the verdict that every judge must reach. */
export interface FixtureCase {
  /** Unique within its type. */
  readonly name: string;
  readonly verdict: "valid" | "invalid";
  readonly instance: unknown;
  /** JSON Pointer of the place that fails, and the keyword that fails there; of invalid cases only. */
  readonly pointer?: string;
  readonly keyword?: string;
}

/**
 * Cases beyond the examples that people wrote, one change at a time from a type's richest valid example. Each verdict
 * is certain by construction: from the root to the changed place the schema has only members, items, references and
 * unions whose tag fixes the branch, so that nothing else can accept or refuse the change. References are only tried for
 * their kind of value, because their own fixtures hold the rest; under the member `entered` they are followed, each type once.
 */
export function derivedCases(type: PublishedType, model: Model, entered?: string): readonly FixtureCase[] {
  const example = richestExample(type.name, model);
  if (example === undefined) return [];
  const root = complete(type.schema, example, model);
  const walk: Walk = { model, root, member: entered, visited: new Set([type.name]) };
  const whole: FixtureCase[] = root === example ? [] : [{ name: "every member", verdict: "valid", instance: root }];
  return [...whole, ...casesAt(type.schema, root, [], walk)];
}

interface Walk {
  readonly model: Model;
  readonly root: unknown;
  readonly member: string | undefined;
  readonly visited: Set<string>;
}

type Path = readonly (string | number)[];

function casesAt(schema: JsonSchema, value: unknown, path: Path, walk: Walk): readonly FixtureCase[] {
  if (typeof schema === "boolean" || value === undefined) return [];
  if (schema.$ref !== undefined) return casesOfReference(referredName(schema.$ref), value, path, walk);
  if (schema.oneOf !== undefined) return casesOfTaggedUnion(schema, value, path, walk);
  if (schema.anyOf !== undefined) return casesOfUnion(schema.anyOf, path, walk);
  const changes = changesOf(schema, value, (subschema) => sample(subschema, walk.model));
  return [...changes.map((change) => caseOf(change, path, walk)), ...casesWithin(schema, value, path, walk)];
}

function casesOfReference(name: string, value: unknown, path: Path, walk: Walk): readonly FixtureCase[] {
  const { model, member, visited } = walk;
  const schema = model.typesByName.get(name)?.schema;
  if (schema === undefined || typeof schema === "boolean") return [];
  if (path[0] !== member || visited.has(name)) return typeChanges(schema).map((change) => caseOf(change, path, walk));
  visited.add(name);
  return casesAt(schema, value, path, walk);
}

/** Nothing is certain inside a union without a tag, but that it refuses a kind of value that no branch has. */
function casesOfUnion(branches: readonly JsonSchema[], path: Path, walk: Walk): readonly FixtureCase[] {
  const kinds = branches.map((branch) => kindOf(branch, walk.model));
  const refused = kinds.every((kind) => kind === "object" || kind === "array" || kind === "string");
  return refused ? [caseOf({ name: "a number", value: 7, keyword: "anyOf" }, path, walk)] : [];
}

function kindOf(schema: JsonSchema, model: Model): unknown {
  if (typeof schema === "boolean") return undefined;
  if (schema.$ref === undefined) return schema.type;
  return kindOf(model.typesByName.get(referredName(schema.$ref))?.schema ?? true, model);
}

/** Within the branch that the tag names. Another tag is of no branch, so it is the union that refuses it. */
function casesOfTaggedUnion(schema: JsonSchemaObject, value: unknown, path: Path, walk: Walk): readonly FixtureCase[] {
  const tag = walk.model.types.find((type) => type.schema === schema)?.spec.discriminator;
  if (tag === undefined || typeof value !== "object" || value === null) return [];
  const own = (value as Readonly<Record<string, unknown>>)[tag];
  const branch = schema.oneOf?.find((one) => tagValues(one, tag, walk.model).includes(own));
  if (branch === undefined) return [];
  const atTag = pointerOf([...path, tag]);
  const within = casesAt(branch, value, path, walk).filter(({ pointer }) => pointer !== atTag);
  const other = { name: "another tag", value: { ...value, [tag]: `${own}_OTHER` }, keyword: "oneOf" };
  return [...within, caseOf(other, path, walk)];
}

function tagValues(branch: JsonSchema, tag: string, model: Model): readonly unknown[] {
  if (typeof branch === "boolean") return [];
  if (branch.$ref !== undefined)
    return tagValues(model.typesByName.get(referredName(branch.$ref))?.schema ?? {}, tag, model);
  const property = branch.properties?.[tag];
  if (typeof property !== "object") return [];
  return "const" in property ? [property.const] : (property.enum ?? []);
}

function casesWithin(schema: JsonSchemaObject, value: unknown, path: Path, walk: Walk): readonly FixtureCase[] {
  if (Array.isArray(value)) {
    const items = schema.items === undefined ? [] : casesAt(schema.items, value[0], [...path, 0], walk);
    // A change that one item accepts may make it equal to another one.
    const comparesItems = schema.uniqueItems === true && value.length > 1;
    return comparesItems ? items.filter(({ verdict }) => verdict === "invalid") : items;
  }
  if (typeof value !== "object" || value === null) return [];
  const members = Object.entries(value);
  const declared = members.flatMap(([name, member]) => {
    const subschema = schema.properties?.[name];
    return subschema === undefined ? [] : casesAt(subschema, member, [...path, name], walk);
  });
  const [name, member] = members.find(([key]) => schema.properties?.[key] === undefined) ?? [];
  const others = schema.additionalProperties;
  return name === undefined || others === undefined
    ? declared
    : [...declared, ...casesAt(others, member, [...path, name], walk)];
}

function caseOf(change: Change, path: Path, { root }: Walk): FixtureCase {
  const { name, value, keyword, member } = change;
  const pointer = pointerOf(member === undefined ? path : [...path, member]);
  const instance = replaced(root, path, value);
  const title = path.length === 0 ? name : `${name} at ${pointerOf(path)}`;
  return keyword === undefined
    ? { name: title, verdict: "valid", instance }
    : { name: title, verdict: "invalid", instance, pointer, keyword };
}

/** The example with every optional member that it lacks and for which a valid value is known. */
function complete(schema: JsonSchema, example: unknown, model: Model): unknown {
  if (typeof schema === "boolean" || schema.properties === undefined || typeof example !== "object") return example;
  const missing = Object.entries(schema.properties).flatMap(([name, member]) => {
    const value = name in (example as object) ? undefined : sample(member, model);
    return value === undefined ? [] : [[name, value] as const];
  });
  return missing.length === 0 ? example : { ...example, ...Object.fromEntries(missing) };
}

function replaced(root: unknown, [head, ...rest]: Path, value: unknown): unknown {
  if (head === undefined) return value;
  if (Array.isArray(root)) return root.map((item, index) => (index === head ? replaced(item, rest, value) : item));
  return { ...(root as object), [head]: replaced((root as Record<string, unknown>)[head], rest, value) };
}

/** RFC 6901. */
function pointerOf(path: Path): string {
  return path.map((part) => `/${pointerToken(String(part))}`).join("");
}
