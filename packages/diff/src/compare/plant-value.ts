import { keywordsOf } from "../containment/asserting-keywords.ts";
import { resolveReference } from "../containment/definitions.ts";
import type { JsonSchema } from "../contract.ts";

import type { Keywords } from "./edit.ts";
import type { SchemaStep } from "./schema-step.ts";

export interface Planting {
  readonly schema: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  /** The same payload's schema by the version that rejects it, and its definitions. */
  readonly received: JsonSchema;
  readonly receivedDefinitions: Readonly<Record<string, JsonSchema>>;
  /** The way from the schema to the position. */
  readonly steps: readonly SchemaStep[];
  /** What is put there. */
  readonly value: unknown;
  /** A value that is valid by a schema and, where there is one, by what the other version says there; undefined where none is found. */
  sampleOf(schema: JsonSchema, received?: readonly JsonSchema[]): unknown;
  /** Whether each object and list on the way is searched for as a whole, which finds more and is dearer. */
  readonly isThorough: boolean;
}

/** How many references and branches are followed at one value. */
const inPlaceMax = 64;

/**
 * A small payload that has the value at the end of the way, and else only what either version requires, which both accept where they can:
 * the value alone is to be at fault. It is a guess, to be validated: schemas that hold besides those on the way may ask for more.
 * Undefined where the way does not go through.
 */
export function plantValue(planting: Planting): { readonly value: unknown } | undefined {
  const grown = plant(planting, { sent: [planting.schema], received: [planting.received] }, planting.steps);
  return grown === undefined ? undefined : { value: grown.value };
}

/** What both versions say of one value: all of it holds. The last of `sent` is where the way has come. */
interface Said {
  readonly sent: readonly JsonSchema[];
  readonly received: readonly JsonSchema[];
}

function plant(
  planting: Planting,
  said: Said,
  [step, ...steps]: readonly SchemaStep[],
): { readonly value: unknown } | undefined {
  if (step === undefined) return { value: planting.value };
  const schema = said.sent.at(-1)!;
  const keywords = keywordsOf(schema);
  switch (step.kind) {
    case "ref": {
      if (keywords.$ref === undefined) return undefined;
      const meant = resolveReference(keywords.$ref, planting.definitions);
      return plant(planting, { ...said, sent: [...said.sent, meant] }, steps);
    }
    case "branch": {
      const branch = (keywords[step.keyword] as readonly JsonSchema[] | undefined)?.[step.index];
      return branch === undefined ? undefined : plant(planting, { ...said, sent: [...said.sent, branch] }, steps);
    }
    case "property": {
      const below = (keywords.properties as Readonly<Record<string, JsonSchema>> | undefined)?.[step.name];
      return below === undefined ? undefined : inObject(planting, said, step.name, below, steps);
    }
    case "pattern": {
      const below = (keywords.patternProperties as Readonly<Record<string, JsonSchema>> | undefined)?.[step.pattern];
      const name = planting.sampleOf({ type: "string", pattern: step.pattern });
      return below === undefined || typeof name !== "string" ? undefined : inObject(planting, said, name, below, steps);
    }
    case "additional": {
      const below = keywords[step.keyword] as JsonSchema | undefined;
      const name =
        keywords.propertyNames === undefined
          ? unusedName(keywords)
          : planting.sampleOf(keywords.propertyNames as JsonSchema);
      return below === undefined || typeof name !== "string" ? undefined : inObject(planting, said, name, below, steps);
    }
    case "aside":
      return undefined;
    case "item": {
      const below =
        step.keyword === "prefixItems"
          ? (keywords.prefixItems as readonly JsonSchema[] | undefined)?.[step.index]
          : (keywords[step.keyword] as JsonSchema | undefined);
      return below === undefined ? undefined : inArray(planting, said, step.index, below, steps);
    }
  }
}

function inObject(
  planting: Planting,
  { sent, received }: Said,
  name: string,
  below: JsonSchema,
  steps: readonly SchemaStep[],
): { readonly value: unknown } | undefined {
  const asked = membersOf(received, planting.receivedDefinitions);
  const grown = plant(planting, { sent: [below], received: asked.saidOf(name) }, steps);
  if (grown === undefined) return undefined;
  if (planting.isThorough) {
    const held = { properties: { [name]: { const: grown.value } }, required: [name], type: "object" };
    return found(planting.sampleOf({ allOf: [...new Set(sent), held] }));
  }
  const members = membersOf(sent, planting.definitions);
  const value: Record<string, unknown> = {};
  for (const each of new Set([...members.required, ...asked.required])) {
    // What the sender does not know of, it does not send.
    if (each === name || !(members.required.has(each) || members.isDeclared(each))) continue;
    const filler = planting.sampleOf(allOf(members.saidOf(each)), asked.saidOf(each));
    if (filler !== undefined) value[each] = filler;
  }
  Object.defineProperty(value, name, { value: grown.value, enumerable: true, configurable: true, writable: true });
  return { value };
}

interface Members {
  readonly required: ReadonlySet<string>;
  isDeclared(name: string): boolean;
  /** All schemas of a member: what it is declared as, or what holds for those that are not declared. */
  saidOf(name: string): readonly JsonSchema[];
}

/** What the schemas, and all that applies with them, say of an object's members. */
function membersOf(schemas: readonly JsonSchema[], definitions: Planting["definitions"]): Members {
  const required = new Set<string>();
  const declared = new Map<string, JsonSchema[]>();
  const others: JsonSchema[] = [];
  for (const keywords of inPlace(schemas, definitions)) {
    for (const name of (keywords.required ?? []) as readonly string[]) required.add(name);
    for (const [name, schema] of Object.entries((keywords.properties ?? {}) as Readonly<Record<string, JsonSchema>>)) {
      declared.set(name, [...(declared.get(name) ?? []), schema]);
    }
    if (keywords.additionalProperties !== undefined) others.push(keywords.additionalProperties as JsonSchema);
  }
  return {
    required,
    isDeclared: (name) => declared.has(name),
    saidOf: (name) => declared.get(name) ?? others,
  };
}

/** The schemas, with those that hold at the same value by reference or `allOf`. */
function inPlace(schemas: readonly JsonSchema[], definitions: Planting["definitions"]): readonly Keywords[] {
  const all: Keywords[] = [];
  const open: JsonSchema[] = [...schemas];
  while (open.length > 0 && all.length < inPlaceMax) {
    const keywords = keywordsOf(open.pop()!);
    all.push(keywords);
    open.push(...((keywords.allOf ?? []) as readonly JsonSchema[]));
    if (keywords.$ref !== undefined) open.push(resolveReference(keywords.$ref, definitions));
  }
  return all;
}

function allOf(schemas: readonly JsonSchema[]): JsonSchema {
  return schemas.length === 0 ? true : schemas.length === 1 ? schemas[0]! : { allOf: [...new Set(schemas)] };
}

function found(value: unknown): { readonly value: unknown } | undefined {
  return value === undefined ? undefined : { value };
}

function inArray(
  planting: Planting,
  { sent, received }: Said,
  index: number,
  below: JsonSchema,
  steps: readonly SchemaStep[],
): { readonly value: unknown } | undefined {
  const asked = itemsOf(received, planting.receivedDefinitions);
  const grown = plant(planting, { sent: [below], received: asked(index) }, steps);
  if (grown === undefined) return undefined;
  if (planting.isThorough) {
    const held = {
      prefixItems: [...Array.from({ length: index }, () => true), { const: grown.value }],
      minItems: index + 1,
    };
    return found(planting.sampleOf({ allOf: [...new Set(sent), { ...held, type: "array" }] }));
  }
  const keywords = keywordsOf(sent.at(-1)!);
  const slots = (keywords.prefixItems ?? []) as readonly JsonSchema[];
  const length = Math.max(index + 1, typeof keywords.minItems === "number" ? keywords.minItems : 0);
  if (length > itemsMax) return undefined;
  const items = Array.from({ length }, (_, at) =>
    at === index ? grown.value : planting.sampleOf(slots[at] ?? ((keywords.items ?? true) as JsonSchema), asked(at)),
  );
  return { value: items };
}

/** What the schemas say of each item. */
function itemsOf(
  schemas: readonly JsonSchema[],
  definitions: Planting["definitions"],
): (index: number) => readonly JsonSchema[] {
  const all = inPlace(schemas, definitions);
  return (index) =>
    all.flatMap(({ prefixItems, items }) => {
      const schema = (prefixItems as readonly JsonSchema[] | undefined)?.[index] ?? (items as JsonSchema | undefined);
      return schema === undefined ? [] : [schema];
    });
}

/** Items that an array is filled with up to its least length. */
const itemsMax = 1000;

function unusedName({ properties = {} }: Keywords): string {
  let name = "x";
  while (Object.hasOwn(properties as object, name)) name += "x";
  return name;
}
