import type { JsonSchema } from "../contract.ts";

const annotations: ReadonlySet<string> = new Set(["default", "deprecated", "description", "examples", "title", "type"]);

/**
 * The schema of a value that is written as text, as in a path or a query: a string without limits takes whatever text
 * a number or a boolean is written as. So from `integer` to `string` is wider, and not another thing.
 */
export function widenText(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const types = [schema.type].flat();
  if (types.includes("string") && Object.keys(schema).every((keyword) => annotations.has(keyword))) {
    return { ...schema, type: [...new Set([...types.filter((type) => type !== "integer"), "number", "boolean"])] };
  }
  if (types.includes("array") && typeof schema.items === "object" && schema.items !== null) {
    return { ...schema, items: widenText(schema.items as JsonSchema) };
  }
  return schema;
}
