import type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
import { mapReferences } from "./map-schema.ts";
import type { Model, PublishedType } from "./model.ts";

/**
 * The type's schema with the definitions that it needs inside: it means the same wherever it is copied. References to
 * the type itself become `#`, so that nothing is in it twice.
 */
export function embedDefinitions(type: PublishedType, model: Model): JsonSchemaObject {
  const relative = (schema: JsonSchema) =>
    mapReferences(schema, (name) => (name === type.name ? "#" : `#/$defs/${name}`));
  const definitions = type.closure.map((name) => {
    const needed = model.typesByName.get(name);
    if (needed === undefined) throw new Error(`${type.name} needs ${name}, which the model does not have.`);
    return [name, relative(needed.schema)] as const;
  });
  const schema = relative(type.schema);
  return {
    ...(typeof schema === "boolean" ? { not: {} } : schema),
    ...(definitions.length > 0 ? { $defs: Object.fromEntries(definitions) } : {}),
  };
}
