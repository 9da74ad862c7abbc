import { areTagged } from "../containment/are-tagged.ts";
import { type Keywords, keywordsOf } from "../containment/asserting-keywords.ts";
import type { Contract, JsonSchema } from "../contract.ts";
import { referencesIn } from "./reach.ts";
import { extend, type SchemaPath } from "./schema-step.ts";
import { schemasBelow } from "./schemas-below.ts";

/** A place whose schema is put together so that a change of what it refers to may do to it what it does nowhere else. */
export interface CompositePlace {
  readonly schema: JsonSchema;
  readonly path: SchemaPath | undefined;
  /** The named schemas that it refers to at its own value, or in its conditions. */
  readonly names: ReadonlySet<string>;
}

/**
 * The places in a schema that are judged as a whole when a named schema that they refer to was changed: several schemas at one value, a
 * `oneOf` without tags, conditions, and what is unevaluated. Everywhere else the whole is as wide as its parts, each of which is judged.
 */
export function compositePlaces(schema: JsonSchema, contract: Contract): readonly CompositePlace[] {
  const places: CompositePlace[] = [];
  const open: { readonly schema: JsonSchema; readonly path: SchemaPath | undefined; readonly isValue: boolean }[] = [
    { schema, path: undefined, isValue: true },
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.isValue) {
      const names = dependedNames(at.schema, contract);
      if (names.size > 0) places.push({ schema: at.schema, path: at.path, names });
    }
    for (const { schema: below, steps, place } of schemasBelow(at.schema)) {
      if (place !== "condition")
        open.push({ schema: below, path: extend(at.path, ...steps), isValue: place === "value" });
    }
  }
  return places;
}

/** The named schemas whose change may do to a place what it does not do to them. */
function dependedNames(schema: JsonSchema, contract: Contract): ReadonlySet<string> {
  const keywords = keywordsOf(schema);
  const conditional = ["not", "if", "contains", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems"];
  if (conditional.some((keyword) => keywords[keyword] !== undefined)) return namesAt(schema);
  const allOf = (keywords.allOf ?? []) as readonly JsonSchema[];
  const parts = allOf.length + ["$ref", "anyOf", "oneOf"].filter((keyword) => keywords[keyword] !== undefined).length;
  if (parts > 1 || (parts === 1 && saysMembers(keywords))) return namesAt(schema);
  const names = new Set<string>();
  const oneOf = (keywords.oneOf ?? []) as readonly JsonSchema[];
  for (const branch of oneOf) {
    const isApart = (other: JsonSchema) => other === branch || areTagged([branch, other], contract.definitions);
    if (!oneOf.every(isApart)) for (const name of namesAt(branch)) names.add(name);
  }
  for (const { schema: below, place } of schemasBelow(schema)) {
    if (place === "branch") for (const name of dependedNames(below, contract)) names.add(name);
  }
  return names;
}

/** Whether something is said of members or items, beside which a reference is not alone. */
function saysMembers(keywords: Keywords): boolean {
  return ["properties", "patternProperties", "additionalProperties", "prefixItems", "items"].some(
    (keyword) => keywords[keyword] !== undefined,
  );
}

/** References at the schema's own value; under conditions all, however deep. */
function namesAt(schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const open: JsonSchema[] = [schema];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const { name, steps } of referencesIn(at)) {
      if (steps.every(({ kind }) => kind === "ref" || kind === "branch" || kind === "aside")) names.add(name);
    }
    for (const below of schemasBelow(at)) {
      if (below.place === "branch") open.push(below.schema);
      else if (below.place === "condition") for (const { name } of referencesIn(below.schema)) names.add(name);
    }
  }
  return names;
}
