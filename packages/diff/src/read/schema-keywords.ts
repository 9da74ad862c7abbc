import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type Placed } from "./openapi-document.ts";

/** Keywords of JSON Schema 2020-12 with one schema, with a list of them, and with schemas by name. */
export const schemaKeywords: ReadonlySet<string> = new Set([
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);
export const schemaListKeywords: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
export const schemaMapKeywords: ReadonlySet<string> = new Set(["dependentSchemas", "patternProperties", "properties"]);

/** The schemas right inside a schema of an OpenAPI document. */
export function subschemasOf(schema: JsonObject, pointer: string): readonly Placed[] {
  const found: Placed[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    const at = pointerTo(pointer, keyword);
    if (schemaKeywords.has(keyword)) found.push({ value, pointer: at });
    else if (schemaListKeywords.has(keyword) && Array.isArray(value)) {
      found.push(...value.map((item: unknown, index) => ({ value: item, pointer: pointerTo(at, index) })));
    } else if (schemaMapKeywords.has(keyword) && isObject(value)) {
      found.push(...Object.entries(value).map(([name, member]) => ({ value: member, pointer: pointerTo(at, name) })));
    }
  }
  return found;
}
