import { eachSubschema, type Keywords, keywordsOf } from "../containment/asserting-keywords.ts";
import { resolveReference } from "../containment/definitions.ts";
import { formatSamples } from "../containment/format-samples.ts";
import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { patternWords } from "./pattern-words.ts";
import { pick, type Random } from "./seeded-random.ts";

/** What is met in schemas and goes into instances: constants, bounds and their neighbours, names, words of patterns. */
export interface Ingredients {
  readonly values: readonly unknown[];
  readonly names: readonly string[];
}

const depthMax = 6;
const ingredientsMax = 400;

/**
 * Instances that a schema may well accept, or nearly: drawn at random along its keywords, then bent with what either schema mentions.
 * They are guesses to be validated. Nothing here is shared with the proofs and witnesses of containment, whose judge this is.
 */
export function sampleInstances(
  { schema, definitions }: SchemaInContext,
  ingredients: Ingredients,
  count: number,
  random: Random,
): unknown[] {
  const samples: unknown[] = [];
  for (let at = 0; at < count; at += 1) {
    let instance = draw(keywordsOf(schema), definitions, ingredients, random, 0);
    const bends = Math.floor(random() * 3);
    for (let bend = 0; bend < bends; bend += 1) instance = bent(instance, ingredients, random, 0);
    samples.push(instance);
  }
  return samples;
}

/** What two schemas mention, with what their definitions mention where they are reached. */
export function ingredientsOf(...contexts: readonly SchemaInContext[]): Ingredients {
  const values = new Map<string, unknown>();
  const names = new Set<string>(["x", "zz"]);
  const add = (value: unknown) => {
    if (values.size < ingredientsMax) values.set(JSON.stringify(value) ?? "", value);
  };
  for (const value of [null, true, false, 0, 1, -1, 0.5, 2, "", "a", "ab", [], {}, [1, 1], { x: 1 }]) add(value);
  for (const { schema, definitions } of contexts) {
    const seen = new Set<unknown>();
    const visit = (part: JsonSchema): void => {
      if (typeof part === "boolean" || seen.has(part)) return;
      seen.add(part);
      collect(part, add, names);
      if (part.$ref !== undefined) visit(resolveReference(part.$ref, definitions));
      eachSubschema(part, visit);
    };
    visit(schema);
  }
  return { values: [...values.values()], names: [...names] };
}

function collect(schema: Keywords, add: (value: unknown) => void, names: Set<string>): void {
  if (schema.const !== undefined) add(schema.const);
  for (const value of (schema.enum as unknown[]) ?? []) add(value);
  for (const key of ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) {
    const bound = schema[key];
    if (typeof bound !== "number") continue;
    for (const value of [bound, bound + 1, bound - 1, bound + 0.5, bound - 0.5, bound * 2]) add(value);
  }
  for (const key of ["minLength", "maxLength"]) {
    const bound = schema[key];
    if (typeof bound !== "number" || bound > 300) continue;
    for (const length of [bound - 1, bound, bound + 1]) if (length >= 0) add("a".repeat(length));
  }
  if (typeof schema.pattern === "string") for (const word of patternWords(schema.pattern)) add(word);
  if (typeof schema.format === "string") for (const word of formatSamples[schema.format] ?? []) add(word);
  for (const name of Object.keys((schema.properties as object) ?? {})) names.add(name);
  for (const name of (schema.required as string[]) ?? []) names.add(name);
  for (const pattern of Object.keys((schema.patternProperties as object) ?? {})) {
    for (const word of patternWords(pattern)) names.add(word);
  }
  for (const [name, others] of Object.entries((schema.dependentRequired as Record<string, string[]>) ?? {})) {
    for (const other of [name, ...others]) names.add(other);
  }
  for (const name of Object.keys((schema.dependentSchemas as object) ?? {})) names.add(name);
  if (typeof schema.propertyNames === "object") {
    const word = (value: unknown) => typeof value === "string" && names.add(value);
    collect(schema.propertyNames as Keywords, word, names);
  }
}

type Definitions = SchemaInContext["definitions"];

function draw(
  schema: Keywords,
  definitions: Definitions,
  ingredients: Ingredients,
  random: Random,
  depth: number,
): unknown {
  const merged = chosen(schema, definitions, random, 0);
  if (merged.const !== undefined) return merged.const;
  if (Array.isArray(merged.enum) && merged.enum.length > 0) return pick(merged.enum, random);
  const types = merged.type === undefined ? likelyTypes(merged) : ([merged.type].flat() as string[]);
  const below = (part: JsonSchema): unknown =>
    depth >= depthMax
      ? pick(ingredients.values, random)
      : draw(keywordsOf(part), definitions, ingredients, random, depth + 1);
  switch (pick(types.length > 0 ? types : ["null"], random)) {
    case "object":
      return drawObject(merged, below, ingredients, random, depth);
    case "array":
      return drawArray(merged, below, ingredients, random, depth);
    case "string":
      return drawString(merged, ingredients, random);
    case "number":
      return drawNumber(merged, ingredients, random, false);
    case "integer":
      return drawNumber(merged, ingredients, random, true);
    case "boolean":
      return random() < 0.5;
    case "null":
      return null;
    default:
      return pick(ingredients.values, random);
  }
}

/** One way through the alternatives of a place, its keywords laid over each other. */
function chosen(schema: Keywords, definitions: Definitions, random: Random, depth: number): Keywords {
  if (depth > 12) return schema;
  const parts: Keywords[] = [];
  const take = (part: unknown) => parts.push(chosen(keywordsOf(part as JsonSchema), definitions, random, depth + 1));
  if (schema.$ref !== undefined) take(resolveReference(schema.$ref, definitions));
  for (const part of (schema.allOf as unknown[]) ?? []) take(part);
  for (const key of ["anyOf", "oneOf"]) {
    const branches = schema[key] as unknown[] | undefined;
    if (branches !== undefined && branches.length > 0) take(pick(branches, random));
  }
  if (schema.if !== undefined) {
    if (random() < 0.5) {
      take(schema.if);
      if (schema.then !== undefined) take(schema.then);
    } else if (schema.else !== undefined) take(schema.else);
  }
  for (const part of Object.values((schema.dependentSchemas as object) ?? {})) if (random() < 0.5) take(part);
  return parts.reduce<Keywords>(overlay, schema);
}

function overlay(over: Keywords, under: Keywords): Keywords {
  const merged: Record<string, unknown> = { ...under, ...over };
  if (over.properties !== undefined && under.properties !== undefined) {
    const both: Record<string, unknown> = { ...(under.properties as object) };
    for (const [name, part] of Object.entries(over.properties as object)) {
      both[name] = Object.hasOwn(both, name) ? { allOf: [both[name], part] } : part;
    }
    merged.properties = both;
  }
  if (over.required !== undefined && under.required !== undefined) {
    merged.required = [...new Set([...(over.required as string[]), ...(under.required as string[])])];
  }
  if (over.items !== undefined && under.items !== undefined) merged.items = { allOf: [over.items, under.items] };
  for (const [key, choose] of [
    ["minimum", Math.max],
    ["minLength", Math.max],
    ["minItems", Math.max],
    ["minProperties", Math.max],
    ["maximum", Math.min],
    ["maxLength", Math.min],
    ["maxItems", Math.min],
    ["maxProperties", Math.min],
  ] as const) {
    if (typeof over[key] === "number" && typeof under[key] === "number") merged[key] = choose(over[key], under[key]);
  }
  return merged;
}

const typesByKeyword: Readonly<Record<string, string>> = {
  properties: "object",
  patternProperties: "object",
  additionalProperties: "object",
  unevaluatedProperties: "object",
  propertyNames: "object",
  required: "object",
  minProperties: "object",
  maxProperties: "object",
  dependentRequired: "object",
  dependentSchemas: "object",
  items: "array",
  prefixItems: "array",
  contains: "array",
  minItems: "array",
  maxItems: "array",
  uniqueItems: "array",
  unevaluatedItems: "array",
  minLength: "string",
  maxLength: "string",
  pattern: "string",
  format: "string",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  multipleOf: "integer",
};

function likelyTypes(schema: Keywords): string[] {
  const types = new Set(Object.keys(schema).flatMap((key) => typesByKeyword[key] ?? []));
  return types.size > 0 ? [...types, "any"] : ["any", "object"];
}

type Below = (schema: JsonSchema) => unknown;

function drawObject(
  schema: Keywords,
  below: Below,
  { names, values }: Ingredients,
  random: Random,
  depth: number,
): unknown {
  const entries = new Map<string, unknown>();
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>;
  const required = new Set((schema.required as string[]) ?? []);
  const rest = (schema.additionalProperties ?? schema.unevaluatedProperties) as JsonSchema | undefined;
  const eager = random() * (depth > 3 ? 0.3 : 1);
  for (const name of new Set([...required, ...Object.keys(properties)])) {
    if (!required.has(name) && random() > eager) continue;
    if (Object.hasOwn(properties, name)) {
      if (properties[name] !== false) entries.set(name, below(properties[name]!));
    } else entries.set(name, below(rest ?? true));
  }
  for (const [pattern, part] of Object.entries((schema.patternProperties ?? {}) as Record<string, JsonSchema>)) {
    for (const word of patternWords(pattern)) if (random() < 0.3 && !entries.has(word)) entries.set(word, below(part));
  }
  for (const [name, others] of Object.entries((schema.dependentRequired as Record<string, string[]>) ?? {})) {
    if (!entries.has(name) || random() < 0.2) continue;
    for (const other of others) if (!entries.has(other)) entries.set(other, pick(values, random));
  }
  const extra = random() < 0.25 && rest !== false ? 1 : 0;
  const missing = Number(schema.minProperties ?? 0) - entries.size;
  for (let at = 0; at < Math.min(Math.max(extra, missing), 20); at += 1) {
    const name = at < 3 ? pick(names, random) : `k${at}`;
    if (!entries.has(name)) entries.set(name, rest === undefined ? pick(values, random) : below(rest));
  }
  return Object.fromEntries(entries);
}

function drawArray(schema: Keywords, below: Below, { values }: Ingredients, random: Random, depth: number): unknown {
  const prefix = (schema.prefixItems as JsonSchema[]) ?? [];
  const rest = (schema.items ?? schema.unevaluatedItems) as JsonSchema | undefined;
  const least = Math.min(Number(schema.minItems ?? 0), 60);
  const most = Math.min(
    Number(schema.maxItems ?? Number.POSITIVE_INFINITY),
    rest === false ? prefix.length : least + 4,
  );
  const length =
    random() < 0.3
      ? least
      : random() < 0.3
        ? Math.min(most, 60)
        : least + Math.floor(random() * (Math.max(most - least, 0) + 1));
  const items: unknown[] = [];
  for (let at = 0; at < Math.min(length, depth > 3 ? Math.max(least, 1) : 60); at += 1) {
    const part = prefix[at] ?? rest;
    items.push(part === undefined ? pick(values, random) : below(part));
  }
  if (schema.contains !== undefined) {
    const count = random() < 0.8 ? Math.min(Number(schema.minContains ?? 1), 20) : Math.floor(random() * 4);
    for (let at = 0; at < count; at += 1) {
      const index = Math.floor(random() * (items.length + 1));
      items.splice(index, random() < 0.5 ? 1 : 0, below(schema.contains as JsonSchema));
    }
  }
  return items;
}

function drawString(schema: Keywords, { values }: Ingredients, random: Random): string {
  const words = [
    ...(typeof schema.pattern === "string" ? patternWords(schema.pattern) : []),
    ...(typeof schema.format === "string" ? (formatSamples[schema.format] ?? []) : []),
  ];
  if (words.length > 0 && random() < 0.9) return pick(words, random);
  const strings = values.filter((value): value is string => typeof value === "string");
  if (random() < 0.4) return pick(strings, random);
  const least = Math.min(Number(schema.minLength ?? 0), 5000);
  const most = Math.min(Number(schema.maxLength ?? Number.POSITIVE_INFINITY), least + 3, 5000);
  return pick(["a", "b", "0", "A", "é", "😀"], random).repeat(
    Math.max(0, least + Math.floor(random() * (most - least + 1))),
  );
}

function drawNumber(schema: Keywords, { values }: Ingredients, random: Random, integer: boolean): number {
  const least = Number(schema.minimum ?? schema.exclusiveMinimum ?? Number.NEGATIVE_INFINITY);
  const most = Number(schema.maximum ?? schema.exclusiveMaximum ?? Number.POSITIVE_INFINITY);
  const step = Number(schema.multipleOf ?? (integer ? 1 : 0.25));
  const numbers = values.filter(
    (value): value is number => typeof value === "number" && (!integer || Number.isInteger(value)),
  );
  if (random() < 0.4 && numbers.length > 0) return pick(numbers, random);
  const from = Number.isFinite(least) ? least : Number.isFinite(most) ? most - 10 * step : -3 * step;
  const multiple = (Math.ceil(from / step) + Math.floor(random() * 8)) * step;
  const rounded = Number(multiple.toPrecision(12));
  return integer ? Math.round(rounded) : rounded;
}

/** The instance with one thing changed somewhere. */
function bent(instance: unknown, ingredients: Ingredients, random: Random, depth: number): unknown {
  const { values, names } = ingredients;
  const here = random();
  if (Array.isArray(instance)) {
    const items = [...instance];
    const at = Math.floor(random() * items.length);
    if (items.length > 0 && here < 0.5 && depth < depthMax) items[at] = bent(items[at], ingredients, random, depth + 1);
    else if (items.length > 0 && here < 0.65) items.splice(at, 1);
    else if (here < 0.8)
      items.splice(at, 0, items.length > 0 && random() < 0.5 ? pick(items, random) : pick(values, random));
    else if (here < 0.9 && items.length > 0) items[at] = pick(values, random);
    else return pick(values, random);
    return items;
  }
  if (typeof instance === "object" && instance !== null) {
    const entries = new Map(Object.entries(instance));
    const keys = [...entries.keys()];
    if (keys.length > 0 && here < 0.55 && depth < depthMax) {
      const key = pick(keys, random);
      entries.set(key, bent(entries.get(key), ingredients, random, depth + 1));
    } else if (keys.length > 0 && here < 0.7) entries.delete(pick(keys, random));
    else if (here < 0.92) entries.set(pick(names, random), pick(values, random));
    else return pick(values, random);
    return Object.fromEntries(entries);
  }
  if (typeof instance === "number" && here < 0.6) return instance + pick([1, -1, 0.5, -0.5, 0.25], random);
  if (typeof instance === "string" && here < 0.6) {
    return random() < 0.5 ? instance.slice(0, -1) : instance + pick(["a", "0", "-", "é"], random);
  }
  return pick(values, random);
}
