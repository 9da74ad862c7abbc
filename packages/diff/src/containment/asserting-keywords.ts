import type { JsonSchema } from "../contract.ts";

/** How a keyword's value is made of schemas: it is one, a list or a map of them, or none. */
export type KeywordShape = "schema" | "schemas" | "schemaByName" | "plain";

/**
 * Every keyword of the 2020-12 vocabularies that can make an instance invalid. What is not here is an annotation, such as `title`,
 * `default` or `contentEncoding`, and never changes what a schema accepts.
 */
export const assertingKeywords: Readonly<Record<string, KeywordShape>> = {
  $ref: "plain",
  $dynamicRef: "plain",
  type: "plain",
  const: "plain",
  enum: "plain",
  minimum: "plain",
  maximum: "plain",
  exclusiveMinimum: "plain",
  exclusiveMaximum: "plain",
  multipleOf: "plain",
  minLength: "plain",
  maxLength: "plain",
  pattern: "plain",
  format: "plain",
  properties: "schemaByName",
  patternProperties: "schemaByName",
  additionalProperties: "schema",
  propertyNames: "schema",
  required: "plain",
  minProperties: "plain",
  maxProperties: "plain",
  dependentRequired: "plain",
  dependentSchemas: "schemaByName",
  unevaluatedProperties: "schema",
  prefixItems: "schemas",
  items: "schema",
  contains: "schema",
  minContains: "plain",
  maxContains: "plain",
  minItems: "plain",
  maxItems: "plain",
  uniqueItems: "plain",
  unevaluatedItems: "schema",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
  not: "schema",
  if: "schema",
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: "schema",
  else: "schema",
};

/** The keywords of a schema that is an object, as any value. */
export type Keywords = Readonly<Record<string, unknown>>;

/** The keywords of a schema; `true` has none, and `false` is `{ not: {} }`. */
export function keywordsOf(schema: JsonSchema): Keywords {
  if (typeof schema === "boolean") return schema ? {} : { not: {} };
  return schema;
}

/** A copy with each schema right below changed, and everything that does not assert left out. Own names alone: `__proto__` is a name as any other. */
export function mapSubschemas(
  schema: JsonSchema,
  change: (schema: JsonSchema, keyword: string) => JsonSchema,
): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const copy: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const shape = assertingKeywords[keyword];
    if (shape === undefined || value === undefined) continue;
    if (shape === "plain") copy[keyword] = value;
    else if (shape === "schema") copy[keyword] = change(value as JsonSchema, keyword);
    else if (shape === "schemas") copy[keyword] = (value as JsonSchema[]).map((item) => change(item, keyword));
    else {
      const entries = Object.entries(value as Record<string, JsonSchema>);
      copy[keyword] = Object.fromEntries(entries.map(([name, item]) => [name, change(item, keyword)]));
    }
  }
  return copy;
}

/** Calls with each schema right below. */
export function eachSubschema(schema: JsonSchema, visit: (schema: JsonSchema, path: string) => void): void {
  if (typeof schema === "boolean") return;
  for (const [keyword, value] of Object.entries(schema)) {
    const shape = assertingKeywords[keyword];
    if (shape === undefined || shape === "plain" || value === undefined) continue;
    if (shape === "schema") visit(value as JsonSchema, `/${keyword}`);
    else if (shape === "schemas")
      for (const [at, item] of (value as JsonSchema[]).entries()) visit(item, `/${keyword}/${at}`);
    else
      for (const [name, item] of Object.entries(value as Record<string, JsonSchema>))
        visit(item, `/${keyword}/${escapeToken(name)}`);
  }
}

/** A reference token of RFC 6901. */
export function escapeToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
