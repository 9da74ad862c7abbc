import type { JsonObject, JsonValue } from "@oap/protocol";

const single = [
  "items",
  "contains",
  "additionalProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
] as const;
const list = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;
const map = ["$defs", "properties", "dependentSchemas"] as const;

/** A schema directly inside another, and the tokens that lead to it. */
export interface Subschema {
  readonly path: readonly [string] | readonly [string, string];
  readonly schema: JsonValue;
}

/** The schemas directly inside a schema, definitions included, in the order of the keywords above. */
export function subschemas(schema: JsonObject): Subschema[] {
  const found: Subschema[] = [];
  for (const keyword of single) {
    const value = schema[keyword];
    if (value !== undefined) found.push({ path: [keyword], schema: value });
  }
  for (const keyword of [...list, ...map]) {
    const value = schema[keyword];
    if (typeof value !== "object" || value === null) continue;
    for (const [name, inner] of Object.entries(value)) found.push({ path: [keyword, name], schema: inner });
  }
  return found;
}

/** Rebuilds a schema from the inside out. Boolean schemas stay as they are. */
export function mapSubschemas(schema: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject {
  const copy: JsonObject = structuredClone(schema);
  const visit = (value: JsonValue): JsonValue => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    for (const keyword of single) {
      if (value[keyword] !== undefined) value[keyword] = visit(value[keyword]);
    }
    for (const keyword of list) {
      const inner = value[keyword];
      if (Array.isArray(inner)) value[keyword] = inner.map(visit);
    }
    for (const keyword of map) {
      const inner = value[keyword];
      if (typeof inner === "object" && inner !== null && !Array.isArray(inner)) {
        value[keyword] = Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, visit(one)]));
      }
    }
    return change(value);
  };
  return visit(copy) as JsonObject;
}
