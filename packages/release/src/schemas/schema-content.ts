import { annotationKeywords } from "@oap/diff";
import canonicalize from "canonicalize";
import { sha256 } from "./sha256.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Keywords whose value is data: a member of it that is called `title` is no annotation. */
const dataKeywords: ReadonlySet<string> = new Set(["const", "default", "dependentRequired"]);

/** Keywords whose value is a set that is written as a list: nor does a comparison of contracts see its order. */
const setKeywords: ReadonlySet<string> = new Set(["enum", "required", "type"]);

/** Keywords whose value has a schema under each name, whatever the name. */
const namedSchemas: ReadonlySet<string> = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);

/**
 * The hash of a schema's content: SHA-256 of the RFC 8785 form without annotations, sets in order. Two schemas with one
 * hash accept the same values; keywords that JSON Schema does not know count. A mended sentence does not change it, since
 * otherwise a comma would need a new `$id` for every type that reaches it.
 */
export function contentHash(schema: unknown): string {
  const text = canonicalize(schemaContent(schema as Json));
  if (text === undefined) throw new Error("This is not JSON, so it is no schema.");
  return sha256(text);
}

/** A copy of a schema without its annotations and with its sets in order, at every depth. */
function schemaContent(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(schemaContent);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !annotationKeywords.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keywordContent(keyword, value)]));
}

function keywordContent(keyword: string, value: Json): Json {
  if (setKeywords.has(keyword) && Array.isArray(value)) return inOrder(value);
  if (dataKeywords.has(keyword)) return value;
  if (!namedSchemas.has(keyword) || typeof value !== "object" || value === null) return schemaContent(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, schemaContent(schema)]));
}

/** The members of a set, each once, by their RFC 8785 form. */
function inOrder(members: readonly Json[]): readonly Json[] {
  const byText = new Map(members.map((member) => [canonicalize(member) ?? "", member]));
  return [...byText].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, member]) => member);
}
