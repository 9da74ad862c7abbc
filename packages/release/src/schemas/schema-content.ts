import canonicalize from "canonicalize";
import { sha256 } from "./sha256.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * What is in a schema for those who run it: everything but the words for readers. `default` stays, since programs fill
 * it in. Other keywords, also those that JSON Schema does not know, count.
 */
const annotations: ReadonlySet<string> = new Set(["title", "description", "examples", "$comment", "deprecated"]);

/** Keywords whose value is data: a member of it that is called `title` is no annotation. */
const dataKeywords: ReadonlySet<string> = new Set(["const", "enum", "default", "required", "dependentRequired"]);

/** Keywords whose value has a schema under each name, whatever the name. */
const namedSchemas: ReadonlySet<string> = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);

/**
 * The hash of a schema's content: SHA-256 of the RFC 8785 form without annotations. Two schemas with one hash accept the
 * same values; a mended sentence does not change it, since otherwise a comma would need a new `$id` for every type that
 * reaches it.
 */
export function contentHash(schema: unknown): string {
  const text = canonicalize(withoutAnnotations(schema as Json));
  if (text === undefined) throw new Error("This is not JSON, so it is no schema.");
  return sha256(text);
}

/** A copy of a schema without its annotations, at every depth. */
export function withoutAnnotations(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withoutAnnotations);
  if (typeof schema !== "object" || schema === null) return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !annotations.has(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, keywordContent(keyword, value)]));
}

function keywordContent(keyword: string, value: Json): Json {
  if (dataKeywords.has(keyword)) return value;
  if (!namedSchemas.has(keyword) || typeof value !== "object" || value === null) return withoutAnnotations(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withoutAnnotations(schema)]));
}
