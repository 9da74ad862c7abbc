import { keywordsOf } from "../containment/asserting-keywords.ts";
import type { Contract, JsonSchema } from "../contract.ts";
import { referredName } from "./schema-identity.ts";

/** The properties that a schema declares at its value, by itself and by all that applies in place. */
export function declaredNames(schema: JsonSchema, { definitions }: Contract): ReadonlySet<string> {
  const names = new Set<string>();
  const seen = new Set<JsonSchema>();
  const open = [schema];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const keywords = keywordsOf(at);
    for (const name of Object.keys((keywords.properties ?? {}) as object)) names.add(name);
    open.push(...schemasInPlace(keywords));
    const name = referredName(keywords.$ref);
    if (name !== undefined && Object.hasOwn(definitions, name)) open.push(definitions[name]!);
  }
  return names;
}

/** The schemas in a schema that are asked about the same value. */
export function schemasInPlace(keywords: Readonly<Record<string, unknown>>): readonly JsonSchema[] {
  const lists = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => (keywords[keyword] ?? []) as readonly JsonSchema[]);
  const single = ["not", "if", "then", "else"].flatMap((keyword) =>
    keywords[keyword] === undefined ? [] : [keywords[keyword] as JsonSchema],
  );
  const dependent = Object.values((keywords.dependentSchemas ?? {}) as Readonly<Record<string, JsonSchema>>);
  return [...lists, ...single, ...dependent];
}
