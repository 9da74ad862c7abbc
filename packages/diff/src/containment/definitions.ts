import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";

const prefix = "#/$defs/";

/** A schema cannot be read: a reference that means nothing, or a keyword with a value it cannot have. */
export class UnreadableSchema extends Error {
  override readonly name = "UnreadableSchema";
}

/**
 * The schema that a reference means: `#/$defs/<name>`, or a JSON Pointer that goes on from there.
 * Throws `UnreadableSchema` where there is none.
 */
export function resolveReference(reference: unknown, definitions: SchemaInContext["definitions"]): JsonSchema {
  if (typeof reference !== "string" || !reference.startsWith(prefix)) {
    throw new UnreadableSchema(`$ref ${JSON.stringify(reference)} is not of the form "${prefix}<name>"`);
  }
  const [name, ...path] = reference.slice(prefix.length).split("/").map(unescapeToken);
  let found: unknown = own(definitions, name!) ?? own(definitions, safeDecode(name!));
  for (const token of path) found = own(found, token) ?? own(found, safeDecode(token));
  if (typeof found !== "boolean" && (typeof found !== "object" || found === null || Array.isArray(found))) {
    throw new UnreadableSchema(`$ref ${JSON.stringify(reference)} means no schema`);
  }
  return found as JsonSchema;
}

export function referenceTo(name: string): string {
  return prefix + name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function own(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function unescapeToken(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

function safeDecode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
