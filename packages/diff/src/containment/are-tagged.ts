import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import type { Keywords } from "./asserting-keywords.ts";
import { resolveReference } from "./definitions.ts";

const depthMax = 16;

/** Whether no value satisfies two of the schemas, seen from their types or from the constants of a required property. A quick no means nothing. */
export function areTagged(schemas: readonly JsonSchema[], definitions: SchemaInContext["definitions"]): boolean {
  const faces = schemas.map((schema) => faceOf(schema, definitions));
  return faces.every((face, at) => faces.slice(at + 1).every((other) => areApart(face, other)));
}

/** What is seen of a schema at once: its types, and the constants of its required properties, as JSON. */
interface Face {
  types: Set<string> | undefined;
  readonly tags: Map<string, Set<string>>;
}

function areApart(left: Face, right: Face): boolean {
  if (left.types !== undefined && right.types !== undefined && areDisjoint(left.types, right.types)) return true;
  const objects = [left, right].every(({ types }) => types?.size === 1 && types.has("object"));
  if (!objects) return false;
  for (const [name, values] of left.tags) {
    const others = right.tags.get(name);
    if (others !== undefined && areDisjoint(values, others)) return true;
  }
  return false;
}

function faceOf(schema: JsonSchema, definitions: SchemaInContext["definitions"], depth = 0): Face {
  const face: Face = { types: undefined, tags: new Map() };
  if (typeof schema === "boolean" || depth > depthMax) return face;
  const { type, $ref, allOf = [], properties = {}, required = [] } = schema as Keywords;
  if (type !== undefined)
    face.types = new Set([type].flat().map((name) => (name === "integer" ? "number" : String(name))));
  for (const name of required as string[]) {
    const values = constantsOf((properties as Record<string, JsonSchema>)[name], definitions, depth);
    if (values !== undefined) face.tags.set(name, values);
  }
  const parts = [...(allOf as JsonSchema[]), ...($ref === undefined ? [] : [resolveReference($ref, definitions)])];
  for (const part of parts) {
    const { types, tags } = faceOf(part, definitions, depth + 1);
    face.types ??= types;
    for (const [name, values] of tags) face.tags.set(name, face.tags.get(name) ?? values);
  }
  for (const branches of [schema.anyOf, schema.oneOf] as (JsonSchema[] | undefined)[]) {
    if (branches === undefined || branches.length === 0) continue;
    const { types, tags } = unionOf(branches.map((branch) => faceOf(branch, definitions, depth + 1)));
    face.types ??= types;
    for (const [name, values] of tags) face.tags.set(name, face.tags.get(name) ?? values);
  }
  return face;
}

/** What is seen of all alternatives together: a property tells only where each of them requires it. */
function unionOf([first, ...others]: readonly Face[]): Face {
  const union: Face = { types: first?.types && new Set(first.types), tags: new Map() };
  for (const { types } of others) {
    for (const type of types ?? []) union.types?.add(type);
    if (types === undefined) union.types = undefined;
  }
  for (const [name, values] of first?.tags ?? []) {
    const all = others.map(({ tags }) => tags.get(name));
    if (all.includes(undefined)) continue;
    union.tags.set(name, new Set([...values, ...all.flatMap((each) => [...(each ?? [])])]));
  }
  return union;
}

function constantsOf(
  schema: JsonSchema | undefined,
  definitions: SchemaInContext["definitions"],
  depth: number,
): Set<string> | undefined {
  if (typeof schema !== "object" || depth > depthMax) return undefined;
  if (schema.const !== undefined) return new Set([JSON.stringify(schema.const)]);
  if (Array.isArray(schema.enum)) return new Set(schema.enum.map((value) => JSON.stringify(value)));
  return schema.$ref === undefined
    ? undefined
    : constantsOf(resolveReference(schema.$ref, definitions), definitions, depth + 1);
}

function areDisjoint(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].every((value) => !right.has(value));
}
