import type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
import { isPublishedKeyword } from "./keyword-order.ts";
import { mapSchema } from "./map-schema.ts";

/**
 * Writes a published schema, which is JSON Schema 2020-12, in draft-07. `$ref` hides its siblings there, so what stands
 * beside it moves to a wrapper; `deprecated` is no keyword there, so it becomes a sentence. `target` writes references.
 * A keyword that this function does not know is an error: it must never be carried over by accident.
 */
export function downLevelSchema(schema: JsonSchema, target: (reference: string) => string): JsonSchema {
  return mapSchema(schema, (node) => {
    for (const keyword of Object.keys(node)) {
      if (!isPublishedKeyword(keyword)) throw new Error(`The keyword ${keyword} has no form in draft-07.`);
    }
    const { $ref, deprecated, description, ...rest } = node;
    const told = withDeprecation(description, deprecated === true);
    const described: JsonSchemaObject = told === undefined ? rest : { description: told, ...rest };
    if ($ref === undefined) return described;
    const reference = { $ref: target($ref) };
    return Object.keys(described).length === 0 ? reference : { ...described, allOf: [reference] };
  });
}

function withDeprecation(description: string | undefined, deprecated: boolean): string | undefined {
  if (!deprecated) return description;
  return description === undefined ? "Deprecated." : `${description} Deprecated.`;
}
