import { escapeToken, keywordsOf } from "../containment/asserting-keywords.ts";
import type { JsonSchema } from "../contract.ts";
import type { SchemaStep } from "./schema-step.ts";

export interface SchemaBelow {
  readonly schema: JsonSchema;
  readonly steps: readonly SchemaStep[];
  /** `value`: it is asked about a member or an item. `branch`: about the same value. `condition`: about the same value, to decide something. */
  readonly place: "value" | "branch" | "condition";
}

/** The schemas right below a schema, with the step to each where a payload has one. */
export function schemasBelow(schema: JsonSchema): readonly SchemaBelow[] {
  const keywords = keywordsOf(schema);
  const found: SchemaBelow[] = [];
  const add = (below: unknown, place: SchemaBelow["place"], ...steps: readonly SchemaStep[]) => {
    if (below !== undefined) found.push({ schema: below as JsonSchema, steps, place });
  };
  for (const [name, below] of entries(keywords.properties)) add(below, "value", { kind: "property", name });
  for (const [pattern, below] of entries(keywords.patternProperties)) add(below, "value", { kind: "pattern", pattern });
  for (const keyword of ["additionalProperties", "unevaluatedProperties"] as const) {
    add(keywords[keyword], "value", { kind: "additional", keyword });
  }
  const slots = items(keywords.prefixItems);
  for (const [index, below] of slots.entries()) add(below, "value", { kind: "item", index, keyword: "prefixItems" });
  add(keywords.items, "value", { kind: "item", index: slots.length, keyword: "items" });
  const aside = (keyword: string) => ({ kind: "aside", keyword }) as const;
  add(keywords.unevaluatedItems, "value", aside("unevaluatedItems"));
  for (const keyword of ["allOf", "anyOf", "oneOf"] as const) {
    for (const [index, below] of items(keywords[keyword]).entries())
      add(below, "branch", { kind: "branch", keyword, index });
  }
  for (const keyword of ["then", "else"]) add(keywords[keyword], "branch", aside(keyword));
  for (const [name, below] of entries(keywords.dependentSchemas)) {
    add(below, "branch", aside(`dependentSchemas/${escapeToken(name)}`));
  }
  add(keywords.contains, "condition", { kind: "item", index: 0, keyword: "contains" });
  for (const keyword of ["not", "if", "propertyNames"]) add(keywords[keyword], "condition", aside(keyword));
  return found;
}

function entries(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
