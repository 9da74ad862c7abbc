import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { mapSubschemas } from "./asserting-keywords.ts";
import { resolveReference } from "./definitions.ts";

/** Whether two schemas say the same by the same words, annotations aside, through all references. A quick no means nothing. */
export function isSameSchema(left: SchemaInContext, right: SchemaInContext): boolean {
  return textOf(left) === textOf(right);
}

function textOf({ schema, definitions }: SchemaInContext): string {
  const reached = new Map<string, string>();
  const text = (part: JsonSchema): string => {
    const bare = strip(part);
    return JSON.stringify(bare, (_, value) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      if (typeof value.$ref === "string" && !reached.has(value.$ref)) {
        reached.set(value.$ref, "");
        reached.set(value.$ref, text(resolveReference(value.$ref, definitions)));
      }
      return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
    });
  };
  return `${text(schema)}${JSON.stringify([...reached].sort(([a], [b]) => (a < b ? -1 : 1)))}`;
}

function strip(schema: JsonSchema): JsonSchema {
  return mapSubschemas(schema, strip);
}
