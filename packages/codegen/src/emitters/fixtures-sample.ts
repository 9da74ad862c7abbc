import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { referredName } from "../map-schema.ts";
import type { Model } from "../model.ts";

/**
 * A value that a published schema accepts, by construction: a named type's first example, else the least that the
 * keywords allow. Undefined where that cannot be said, as for a pattern without an example.
 */
export function sample(schema: JsonSchema, model: Model): unknown {
  if (typeof schema === "boolean") return schema ? {} : undefined;
  if (schema.$ref !== undefined) return richestExample(referredName(schema.$ref), model);
  if ("const" in schema) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  const branch = (schema.oneOf ?? schema.anyOf)?.[0];
  if (branch !== undefined) return sample(branch, model);
  switch (schema.type) {
    case "boolean":
      return true;
    case "integer":
    case "number":
      return sampleNumber(schema);
    case "string":
      return sampleString(schema);
    case "array":
      return sampleArray(schema, model);
    case "object":
      return sampleObject(schema, model);
    default:
      return undefined;
  }
}

/** A type's valid example with the most JSON in it: it reaches the most of the schema. */
export function richestExample(name: string, model: Model): unknown {
  const values = model.typesByName.get(name)?.spec.examples.valid.map(({ value }) => value) ?? [];
  const size = (value: unknown) => JSON.stringify(value).length;
  return values.reduce(
    (richest, value) => (richest === undefined || size(value) > size(richest) ? value : richest),
    undefined,
  );
}

function sampleNumber(schema: JsonSchemaObject): number | undefined {
  if (schema.multipleOf !== undefined) return undefined;
  if (typeof schema.minimum === "number") return schema.minimum;
  if (typeof schema.exclusiveMinimum === "number")
    return schema.maximum === undefined ? schema.exclusiveMinimum + 1 : undefined;
  return typeof schema.maximum === "number" ? schema.maximum : 1;
}

function sampleString(schema: JsonSchemaObject): string | undefined {
  const { minLength, pattern, format, contentEncoding } = schema;
  if (pattern !== undefined || format !== undefined || contentEncoding !== undefined) return undefined;
  return "a".repeat(Math.max(1, typeof minLength === "number" ? minLength : 1));
}

function sampleArray(schema: JsonSchemaObject, model: Model): unknown[] | undefined {
  const least = typeof schema.minItems === "number" ? schema.minItems : 0;
  if (least > 1) return undefined;
  const item = schema.items === undefined ? {} : sample(schema.items, model);
  if (item === undefined || schema.maxItems === 0) return least === 0 ? [] : undefined;
  return [item];
}

function sampleObject(schema: JsonSchemaObject, model: Model): Record<string, unknown> | undefined {
  if (schema.minProperties !== undefined || schema.propertyNames !== undefined) return undefined;
  const members = (schema.required ?? []).map(
    (name) => [name, sample(schema.properties?.[name] ?? false, model)] as const,
  );
  return members.every(([, value]) => value !== undefined) ? Object.fromEntries(members) : undefined;
}
