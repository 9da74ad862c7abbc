import { keywordsOf } from "../containment/asserting-keywords.ts";
import { resolveReference } from "../containment/definitions.ts";
import type { JsonSchema } from "../contract.ts";

import type { Keywords } from "./edit.ts";
import type { SchemaStep } from "./schema-step.ts";

export interface Planting {
  readonly schema: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** The way from the schema to the position. */
  readonly steps: readonly SchemaStep[];
  /** What is put there. */
  readonly value: unknown;
  /** A valid value of a schema; undefined where none is found. */
  sampleOf(schema: JsonSchema): unknown;
  /** Whether each object and list on the way is searched for as a whole, which finds more and is dearer. */
  readonly isThorough: boolean;
}

/** How many references and branches are followed at one value. */
const inPlaceMax = 64;

/**
 * A small payload that has the value at the end of the way, and else only what is required. It is a guess, to be validated: schemas
 * that hold besides those on the way may ask for more. Undefined where the way does not go through.
 */
export function plantValue(planting: Planting): { readonly value: unknown } | undefined {
  const grown = plant(planting, [planting.schema], planting.steps);
  return grown === undefined ? undefined : { value: grown.value };
}

/** `schemas` all hold at this value. */
function plant(
  planting: Planting,
  schemas: readonly JsonSchema[],
  [step, ...steps]: readonly SchemaStep[],
): { readonly value: unknown } | undefined {
  if (step === undefined) return { value: planting.value };
  const schema = schemas.at(-1)!;
  const keywords = keywordsOf(schema);
  switch (step.kind) {
    case "ref": {
      if (keywords.$ref === undefined) return undefined;
      const meant = resolveReference(keywords.$ref, planting.definitions);
      return plant(planting, [...schemas, meant], steps);
    }
    case "branch": {
      const branch = (keywords[step.keyword] as readonly JsonSchema[] | undefined)?.[step.index];
      return branch === undefined ? undefined : plant(planting, [...schemas, branch], steps);
    }
    case "property": {
      const below = (keywords.properties as Readonly<Record<string, JsonSchema>> | undefined)?.[step.name];
      return below === undefined ? undefined : inObject(planting, schemas, step.name, below, steps);
    }
    case "pattern": {
      const below = (keywords.patternProperties as Readonly<Record<string, JsonSchema>> | undefined)?.[step.pattern];
      const name = planting.sampleOf({ type: "string", pattern: step.pattern });
      return below === undefined || typeof name !== "string"
        ? undefined
        : inObject(planting, schemas, name, below, steps);
    }
    case "additional": {
      const below = keywords[step.keyword] as JsonSchema | undefined;
      const name =
        keywords.propertyNames === undefined
          ? unusedName(keywords)
          : planting.sampleOf(keywords.propertyNames as JsonSchema);
      return below === undefined || typeof name !== "string"
        ? undefined
        : inObject(planting, schemas, name, below, steps);
    }
    case "aside":
      return undefined;
    case "item": {
      const below =
        step.keyword === "prefixItems"
          ? (keywords.prefixItems as readonly JsonSchema[] | undefined)?.[step.index]
          : (keywords[step.keyword] as JsonSchema | undefined);
      return below === undefined ? undefined : inArray(planting, schemas, step.index, below, steps);
    }
  }
}

function inObject(
  planting: Planting,
  schemas: readonly JsonSchema[],
  name: string,
  below: JsonSchema,
  steps: readonly SchemaStep[],
): { readonly value: unknown } | undefined {
  const grown = plant(planting, [below], steps);
  if (grown === undefined) return undefined;
  if (planting.isThorough) {
    const held = { properties: { [name]: { const: grown.value } }, required: [name], type: "object" };
    return found(planting.sampleOf({ allOf: [...new Set(schemas), held] }));
  }
  const value: Record<string, unknown> = {};
  for (const [required, schema] of requiredMembers(schemas, planting)) {
    if (required !== name) value[required] = planting.sampleOf(schema);
  }
  Object.defineProperty(value, name, { value: grown.value, enumerable: true, configurable: true, writable: true });
  return { value };
}

/** What the schemas, and all that applies with them, require of an object, by name. */
function requiredMembers(schemas: readonly JsonSchema[], { definitions }: Planting): ReadonlyMap<string, JsonSchema> {
  const names = new Set<string>();
  const declared = new Map<string, JsonSchema[]>();
  const open: JsonSchema[] = [...schemas];
  for (let count = 0; open.length > 0 && count < inPlaceMax; count += 1) {
    const keywords = keywordsOf(open.pop()!);
    for (const name of (keywords.required ?? []) as readonly string[]) names.add(name);
    for (const [name, schema] of Object.entries((keywords.properties ?? {}) as Readonly<Record<string, JsonSchema>>)) {
      declared.set(name, [...(declared.get(name) ?? []), schema]);
    }
    open.push(...((keywords.allOf ?? []) as readonly JsonSchema[]));
    if (keywords.$ref !== undefined) open.push(resolveReference(keywords.$ref, definitions));
  }
  const schemaOf = (name: string): JsonSchema => {
    const said = declared.get(name) ?? [true];
    return said.length === 1 ? said[0]! : { allOf: [...new Set(said)] };
  };
  return new Map([...names].map((name) => [name, schemaOf(name)]));
}

function found(value: unknown): { readonly value: unknown } | undefined {
  return value === undefined ? undefined : { value };
}

function inArray(
  planting: Planting,
  schemas: readonly JsonSchema[],
  index: number,
  below: JsonSchema,
  steps: readonly SchemaStep[],
): { readonly value: unknown } | undefined {
  const grown = plant(planting, [below], steps);
  if (grown === undefined) return undefined;
  if (planting.isThorough) {
    const held = {
      prefixItems: [...Array.from({ length: index }, () => true), { const: grown.value }],
      minItems: index + 1,
    };
    return found(planting.sampleOf({ allOf: [...new Set(schemas), { ...held, type: "array" }] }));
  }
  const keywords = keywordsOf(schemas.at(-1)!);
  const slots = (keywords.prefixItems ?? []) as readonly JsonSchema[];
  const length = Math.max(index + 1, typeof keywords.minItems === "number" ? keywords.minItems : 0);
  if (length > itemsMax) return undefined;
  const items = Array.from({ length }, (_, at) =>
    at === index ? grown.value : planting.sampleOf(slots[at] ?? ((keywords.items ?? true) as JsonSchema)),
  );
  return { value: items };
}

/** Items that an array is filled with up to its least length. */
const itemsMax = 1000;

function unusedName({ properties = {} }: Keywords): string {
  let name = "x";
  while (Object.hasOwn(properties as object, name)) name += "x";
  return name;
}
