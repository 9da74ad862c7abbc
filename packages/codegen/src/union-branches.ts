import type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
import { referredName } from "./map-schema.ts";

/** Finds a named type's published schema. */
export type SchemaNamed = (name: string) => JsonSchema | undefined;

/** The branches of a union, or none if the schema is not one. */
export function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return typeof schema === "boolean" ? [] : (schema.oneOf ?? schema.anyOf ?? []);
}

/** Follows references to the schema that they stand for. An unknown name and a circle stand for nothing. */
export function dereferenced(schema: JsonSchema, schemaNamed: SchemaNamed): JsonSchema | undefined {
  let target: JsonSchema | undefined = schema;
  for (let steps = 0; typeof target === "object" && target.$ref !== undefined; steps += 1) {
    if (steps > referencesMax) return undefined;
    target = schemaNamed(referredName(target.$ref));
  }
  return target;
}

const referencesMax = 32;

/** Whether every value of the schema is an object. */
export function isObjectSchema(schema: JsonSchema | undefined): schema is JsonSchemaObject {
  return typeof schema === "object" && (schema.type === "object" || schema.properties !== undefined);
}

/** Whether some value of the schema is an object, of a union in it too. */
export function holdsObject(schema: JsonSchema, schemaNamed: SchemaNamed): boolean {
  const target = dereferenced(schema, schemaNamed);
  if (target === undefined) return false;
  return isObjectSchema(target) || branchesOf(target).some((branch) => holdsObject(branch, schemaNamed));
}

/** The texts that a branch's tag may have: those of its `const` or `enum`, if the tag is required; of a union, of all its branches. */
export function tagValues(branch: JsonSchema, tag: string, schemaNamed: SchemaNamed): readonly string[] | undefined {
  const object = dereferenced(branch, schemaNamed);
  if (object !== undefined && branchesOf(object).length > 0) {
    const values = branchesOf(object).map((inner) => tagValues(inner, tag, schemaNamed));
    return values.every((texts) => texts !== undefined) ? values.flat() : undefined;
  }
  if (!isObjectSchema(object) || !object.required?.includes(tag)) return undefined;
  const property = object.properties?.[tag];
  const schema = property === undefined ? undefined : dereferenced(property, schemaNamed);
  if (typeof schema !== "object") return undefined;
  const values = schema.const === undefined ? schema.enum : [schema.const];
  return values?.every((value) => typeof value === "string") ? (values as readonly string[]) : undefined;
}
