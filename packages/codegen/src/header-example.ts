import type { HeaderSpec } from "@oap/contracts";
import type { JsonSchema } from "./json-schema.ts";
import { dereferenced, type SchemaNamed } from "./union-branches.ts";

/** A header's example as the value that its text reads as: numbers and booleans are text on the wire alone. */
export function headerExample({ example }: HeaderSpec, schema: JsonSchema, schemaNamed: SchemaNamed): unknown {
  const target = dereferenced(schema, schemaNamed);
  const type = typeof target === "object" ? target.type : undefined;
  if (type === "integer" || type === "number") return example.trim() === "" ? example : Number(example);
  if (type === "boolean") return example === "true" ? true : example === "false" ? false : example;
  return example;
}
