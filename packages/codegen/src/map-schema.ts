import type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";

/**
 * Rebuilds a schema from the leaves up: `change` gets each schema object after its subschemas were changed. `const`,
 * `enum` and `default` hold values, not schemas, and stay as they are.
 */
export function mapSchema(schema: JsonSchema, change: (schema: JsonSchemaObject) => JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const mapped: Record<string, unknown> = { ...schema };
  for (const keyword of ["items", "additionalProperties", "propertyNames"] as const) {
    if (schema[keyword] !== undefined) mapped[keyword] = mapSchema(schema[keyword] as JsonSchema, change);
  }
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const branches = schema[keyword];
    if (branches !== undefined) mapped[keyword] = branches.map((branch) => mapSchema(branch, change));
  }
  if (schema.properties !== undefined) {
    mapped.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [name, mapSchema(property, change)]),
    );
  }
  return change(mapped);
}

/** The same schema with each `$ref` written anew by `target`, which gets the name of the type. */
export function mapReferences(schema: JsonSchema, target: (name: string) => string): JsonSchema {
  return mapSchema(schema, (node) =>
    node.$ref === undefined ? node : { ...node, $ref: target(referredName(node.$ref)) },
  );
}

/** Names of the types that a published schema refers to, sorted. */
export function referencesOf(schema: JsonSchema): readonly string[] {
  const names = new Set<string>();
  mapSchema(schema, (node) => {
    if (node.$ref !== undefined) names.add(referredName(node.$ref));
    return node;
  });
  return [...names].sort();
}

/** `#/$defs/OrchId` → `OrchId`. */
export function referredName(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}
