import { mapSubschemas } from "../containment/asserting-keywords.ts";
import type { JsonSchema } from "../contract.ts";
import { isExtensible } from "./scalar-edits.ts";

/** What readers accept who were told to expect values that are not listed: there the list bounds nothing. */
export function withoutOpenLists(schema: JsonSchema): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const { enum: _, const: __, ...rest } = schema;
  return mapSubschemas(isExtensible(schema) ? rest : schema, withoutOpenLists);
}
