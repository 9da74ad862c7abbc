import type { JsonSchema } from "./json-schema.ts";
import { branchesOf, dereferenced, type SchemaNamed } from "./union-branches.ts";

/**
 * Whether a JSON Pointer leads to something that instances of the schema may have. Numbers and `*` go into array items
 * and into the values of records; everything is below a schema that says nothing about its members.
 */
export function hasPointer(schema: JsonSchema, pointer: string, schemaNamed: SchemaNamed): boolean {
  if (pointer === "") return true;
  if (!pointer.startsWith("/")) return false;
  const tokens = pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  return leadsOn(schema, tokens, schemaNamed);
}

function leadsOn(schema: JsonSchema, tokens: readonly string[], schemaNamed: SchemaNamed): boolean {
  const [token, ...rest] = tokens;
  if (token === undefined) return true;
  const target = dereferenced(schema, schemaNamed);
  if (target === undefined || target === false) return false;
  if (target === true) return true;
  const branches = branchesOf(target);
  if (branches.length > 0) return branches.some((branch) => leadsOn(branch, tokens, schemaNamed));
  const { properties, additionalProperties, items } = target;
  if (properties !== undefined && Object.hasOwn(properties, token)) {
    return leadsOn(properties[token] as JsonSchema, rest, schemaNamed);
  }
  if (items !== undefined) return /^(\*|0|[1-9][0-9]*)$/.test(token) && leadsOn(items, rest, schemaNamed);
  if (typeof additionalProperties === "object") return leadsOn(additionalProperties, rest, schemaNamed);
  return properties === undefined && (target.type === undefined || target.type === "object");
}
