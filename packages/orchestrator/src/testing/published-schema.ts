import { readFileSync } from "node:fs";

export interface PublishedSchema {
  readonly enum?: readonly string[];
  readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
}

/** For tests: the JSON Schema that is published for a type. */
export function publishedSchema(name: string): PublishedSchema {
  const file = new URL(`../../../../generated/json-schema/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8"));
}
