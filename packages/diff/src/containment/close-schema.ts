import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import { areTagged } from "./are-tagged.ts";
import { type Keywords, mapSubschemas } from "./asserting-keywords.ts";
import { referenceTo, resolveReference } from "./definitions.ts";
import { remembered } from "./remembered.ts";

/**
 * The values that a producer of a schema emits: objects have declared properties only. An object schema with `properties` that says
 * nothing of others is closed; one without declared properties, or with `additionalProperties`, stays as it says. The declared
 * properties are those of the schema and of all that applies in place, and what is required counts as declared.
 * The alternatives of a union are closed one by one. Conditions (`not`, `if`, `contains`, `propertyNames`) stay as they are.
 *
 * The answer is plain JSON Schema over definitions of its own, the same object for the same definitions.
 */
export function closeSchema({ schema, definitions }: SchemaInContext): SchemaInContext {
  const closer = remembered(closers, definitions, () => new Closer(definitions));
  return { schema: closer.close(schema), definitions: closer.closed };
}

/** The schema that a closed schema was made of, with what its references mean. What the closed one accepts, it accepts. */
export function originOf(closed: object): SchemaInContext | undefined {
  return origins.get(closed);
}

const origins = new WeakMap<object, SchemaInContext>();
const closers = new WeakMap<SchemaInContext["definitions"], Closer>();
/** How far references are followed in place. Deeper ones have a loop, and mean nothing. */
const inPlaceDepthMax = 32;

/** `closed`: the schema alone describes a place in the instance. `part`: it does so with others. `plain`: it is a condition. */
type Mode = "closed" | "part" | "plain";
type Names = ReadonlySet<string>;

const modeBelow: Readonly<Record<string, Mode>> = {
  allOf: "part",
  anyOf: "part",
  oneOf: "part",
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  then: "part",
  else: "part",
  dependentSchemas: "part",
  not: "plain",
  if: "plain",
  contains: "plain",
  propertyNames: "plain",
};

const none: Names = new Set();

/** Owns the closed definitions, made when they are first read: `closed X`, `part X` and `plain X` for a definition X. */
class Closer {
  readonly closed: Record<string, JsonSchema> = {};
  readonly #definitions: SchemaInContext["definitions"];
  readonly #known = new WeakMap<object, JsonSchema>();
  /** Those that are being closed, further out. */
  readonly #open = new Set<object>();
  readonly #names = new WeakMap<object, string>();
  readonly #free = new WeakMap<object, boolean>();
  #named = 0;

  constructor(definitions: SchemaInContext["definitions"]) {
    this.#definitions = definitions;
  }

  close(schema: JsonSchema): JsonSchema {
    if (typeof schema === "boolean") return schema;
    if (this.#open.has(schema)) return { $ref: this.#nameOf(schema) };
    return remembered(this.#known, schema, () => {
      this.#open.add(schema);
      const closed = this.#close(schema);
      this.#open.delete(schema);
      if (typeof closed === "object") origins.set(closed, { schema, definitions: this.#definitions });
      return closed;
    });
  }

  /** What is written out where it is referred to can come back to itself: there it has a name. */
  #nameOf(schema: object): string {
    const name = remembered(this.#names, schema, () => `closed again ${this.#named++}`);
    this.#define(name, () => this.close(schema as JsonSchema));
    return referenceTo(name);
  }

  #close(schema: Keywords): JsonSchema {
    const place = this.#survey(schema);
    if (!place.declaresAnywhere || place.explicit) return this.#change(schema, "part", none);
    if (isReference(schema)) return { $ref: this.#reference(schema.$ref, "closed") };
    if (!place.applies) {
      const declared = this.#change(schema, "part", none) as Keywords;
      const properties = { ...undeclared(place), ...(declared.properties as object) };
      return { ...declared, properties, additionalProperties: false };
    }
    if (place.declared.size === 0 && place.unions === 1 && !place.conditional && !place.requiresAlways) {
      const alternatives = this.#closeUnion(schema);
      if (alternatives !== undefined) return alternatives;
    }
    // An alternative that declares nothing emits anything: closed together with others it would not.
    if (place.declared.size === 0 && place.hasFreeBranch) return this.#change(schema, "part", none);
    return this.#closeTogether(schema, place);
  }

  /** The one union of the place is right here: its alternatives are closed one by one. */
  #closeUnion(schema: Keywords): JsonSchema | undefined {
    const key = schema.anyOf !== undefined ? "anyOf" : "oneOf";
    const branches = schema[key] as JsonSchema[] | undefined;
    if (branches === undefined) return undefined;
    const closed = branches.map((branch) => this.close(branch));
    const rest = this.#change({ ...schema, [key]: undefined }, "part", none) as Keywords;
    if (key === "anyOf" || areTagged(branches, this.#definitions)) return { ...rest, [key]: closed };
    // What is closed excludes less: that exactly one alternative holds is said of them as they were.
    const plain = branches.map((branch) => this.#change(branch, "plain", none));
    return { ...rest, oneOf: plain, anyOf: closed };
  }

  #closeTogether(schema: Keywords, place: Survey): JsonSchema {
    const shared = new Set(
      [...place.declared].filter(([name, parts]) => parts.length > 1 || place.inUnions.has(name)).map(([name]) => name),
    );
    const part = this.#change(schema, "part", shared) as Keywords;
    // What is declared is said again right here: Ajv loses evaluated properties beside `dependentSchemas`.
    const properties = {
      ...undeclared(place),
      ...Object.fromEntries([...place.declared.keys()].map((name) => [name, true as JsonSchema])),
    };
    for (const name of shared) {
      if (!place.inUnions.has(name)) properties[name] = this.#closeParts(place.declared.get(name)!);
    }
    const closed: Record<string, unknown> = { allOf: [part], unevaluatedProperties: false };
    if (Object.keys(properties).length > 0) closed.properties = properties;
    return closed;
  }

  /** Several schemas describe one place together. That can come back to itself, so it has a name. */
  #closeParts(parts: readonly JsonSchema[]): JsonSchema {
    const distinct = new Map(parts.map((part) => [JSON.stringify(part), part]));
    const [only] = distinct.values();
    if (distinct.size === 1) return this.close(only!);
    const name = `closed together ${[...distinct.keys()].sort().join()}`;
    this.#define(name, () => this.close({ allOf: [...distinct.values()] }));
    return { $ref: referenceTo(name) };
  }

  #change(schema: JsonSchema, mode: Mode, shared: Names, depth = 0): JsonSchema {
    if (typeof schema === "boolean") return schema;
    if (shared.size > 0 && schema.$ref !== undefined && depth < inPlaceDepthMax) {
      const { $ref, ...rest } = schema;
      const meant = this.#change(resolveReference($ref, this.#definitions), mode, shared, depth + 1);
      const others = this.#change(rest, mode, shared, depth + 1) as Keywords;
      return { ...others, allOf: [...((others.allOf as JsonSchema[]) ?? []), meant] };
    }
    const below = (item: JsonSchema, keyword: string, name?: string): JsonSchema => {
      const next =
        mode === "plain" || (name !== undefined && shared.has(name)) ? "plain" : (modeBelow[keyword] ?? "closed");
      if (next === "closed") return this.close(item);
      return this.#change(item, next, next === "part" ? shared : none, depth + 1);
    };
    const changed = mapSubschemas(schema, (item, keyword) =>
      keyword === "properties" ? item : below(item, keyword),
    ) as Record<string, unknown>;
    if (schema.properties !== undefined) {
      const entries = Object.entries(schema.properties as Record<string, JsonSchema>);
      changed.properties = Object.fromEntries(entries.map(([name, item]) => [name, below(item, "properties", name)]));
    }
    const branches = schema.oneOf as JsonSchema[] | undefined;
    if (mode === "part" && branches !== undefined && !areTagged(branches, this.#definitions)) {
      changed.allOf = [...((changed.allOf as JsonSchema[]) ?? []), { anyOf: changed.oneOf as JsonSchema[] }];
      changed.oneOf = branches.map((branch) => this.#change(branch, "plain", none));
    }
    if (schema.$ref !== undefined) changed.$ref = this.#reference(schema.$ref, mode);
    return changed;
  }

  #reference(reference: unknown, mode: Mode): string {
    const meant = resolveReference(reference, this.#definitions);
    const name = `${mode} ${reference}`;
    this.#define(name, () => (mode === "closed" ? this.close(meant) : this.#change(meant, mode, none)));
    return referenceTo(name);
  }

  #define(name: string, make: () => JsonSchema): void {
    if (Object.hasOwn(this.closed, name)) return;
    const get = () => {
      const value = make();
      Object.defineProperty(this.closed, name, { value, enumerable: true });
      return value;
    };
    Object.defineProperty(this.closed, name, { get, enumerable: true, configurable: true });
  }

  #survey(schema: Keywords): Survey {
    const place: Survey = {
      seen: new Set(),
      seenInUnions: new Set(),
      declared: new Map(),
      inUnions: new Set(),
      required: new Set(),
      unions: 0,
      applies: false,
      conditional: false,
      explicit: false,
      declaresAnywhere: false,
      hasFreeBranch: false,
      requiresAlways: false,
    };
    this.#visit(schema, place, false, 0);
    return place;
  }

  #isFree(schema: JsonSchema): boolean {
    if (typeof schema === "boolean") return schema;
    const { type, enum: values } = schema as Keywords;
    if (type !== undefined && ![type].flat().includes("object")) return false;
    if (values !== undefined || schema.const !== undefined) return false;
    const known = this.#free.get(schema);
    if (known !== undefined) return known;
    // Asked again on the way to its answer, it comes back to itself in place, and admits nothing by that.
    this.#free.set(schema, false);
    const isFree = !this.#survey(schema).declaresAnywhere;
    this.#free.set(schema, isFree);
    return isFree;
  }

  #visit(schema: JsonSchema, place: Survey, inUnion: boolean, depth: number): void {
    if (typeof schema === "boolean" || depth > inPlaceDepthMax) return;
    const seen = inUnion ? place.seenInUnions : place.seen;
    if (seen.has(schema)) return;
    seen.add(schema);
    const { properties = {}, required = [], additionalProperties, unevaluatedProperties } = schema as Keywords;
    if (!inUnion && (additionalProperties !== undefined || unevaluatedProperties !== undefined)) place.explicit = true;
    for (const [name, item] of Object.entries(properties as Record<string, JsonSchema>)) {
      place.declaresAnywhere = true;
      if (inUnion) place.inUnions.add(name);
      else place.declared.set(name, [...(place.declared.get(name) ?? []), item]);
    }
    for (const name of required as string[]) {
      place.required.add(name);
      if (!inUnion) place.requiresAlways = true;
    }
    const visit = (item: unknown, union: boolean) => {
      place.applies = true;
      this.#visit(item as JsonSchema, place, inUnion || union, depth + 1);
    };
    if (schema.$ref !== undefined) visit(resolveReference(schema.$ref, this.#definitions), false);
    for (const item of (schema.allOf as JsonSchema[]) ?? []) visit(item, false);
    for (const key of ["anyOf", "oneOf"]) {
      if (schema[key] === undefined) continue;
      if (!inUnion) place.unions += 1;
      for (const item of schema[key] as JsonSchema[]) {
        if (this.#isFree(item)) place.hasFreeBranch = true;
        visit(item, true);
      }
    }
    const { then: consequence, else: alternative, dependentSchemas = {} } = schema as Keywords;
    for (const item of [consequence, alternative, ...Object.values(dependentSchemas as object)]) {
      if (item === undefined) continue;
      place.conditional = true;
      visit(item, true);
    }
  }
}

/** What is declared at one place of an instance, by a schema and by all that applies in place. */
interface Survey {
  /** What was visited: a schema that comes back to itself in place says nothing more. */
  readonly seen: Set<object>;
  readonly seenInUnions: Set<object>;
  /** By property, the schemas of those parts that always apply. */
  readonly declared: Map<string, JsonSchema[]>;
  readonly inUnions: Set<string>;
  readonly required: Set<string>;
  unions: number;
  applies: boolean;
  conditional: boolean;
  explicit: boolean;
  declaresAnywhere: boolean;
  /** An alternative that admits objects and declares nothing of them. */
  hasFreeBranch: boolean;
  /** Whether something is required outside alternatives. */
  requiresAlways: boolean;
}

function undeclared({ required, declared, inUnions }: Survey): Record<string, JsonSchema> {
  const names = [...required].filter((name) => !declared.has(name) && !inUnions.has(name));
  return Object.fromEntries(names.map((name) => [name, true]));
}

function isReference(schema: Keywords): boolean {
  return schema.$ref !== undefined && Object.keys(mapSubschemas(schema, (item) => item)).length === 1;
}
