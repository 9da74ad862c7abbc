import type { SchemaInContext } from "../containment.ts";
import type { JsonSchema } from "../contract.ts";
import type { Keywords } from "./asserting-keywords.ts";
import { originOf } from "./close-schema.ts";
import { resolveReference, UnreadableSchema } from "./definitions.ts";
import { numberFormats, stringFormat } from "./formats.ts";
import { anything, type Forms, nothing } from "./forms.ts";
import { isScalar } from "./json-value.ts";
import { lookaheadsOf } from "./language.ts";
import { constantOf, exactlyOne, itemsLiteral, normal, present, propertyLiteral } from "./literals.ts";
import { type Literal, type TypeName, typeBits } from "./node.ts";
import { expressionOf } from "./pattern.ts";
import { readUnevaluated } from "./read-unevaluated.ts";
import { ReferenceGraph } from "./reference-graph.ts";
import { remembered } from "./remembered.ts";

const unlimited = Number.POSITIVE_INFINITY;

/** The name of what a schema says, once it is asked for while it is being read. */
interface Open {
  key: string | undefined;
}

/**
 * Reads schemas over one set of definitions into forms. Annotations are not read; references that are not recursive are read as what
 * they mean. Throws `UnreadableSchema` for a keyword with a value that it cannot have, and for references that mean nothing.
 */
export class SchemaReader {
  readonly forms: Forms;
  readonly definitions: SchemaInContext["definitions"];
  readonly #assertFormats: boolean;
  readonly #readerOf: (definitions: SchemaInContext["definitions"]) => SchemaReader;
  readonly #known = new WeakMap<object, Literal>();
  readonly #byReference = new Map<string, Literal>();
  /** Schemas that are being read. */
  readonly #open = new Map<object, Open>();
  readonly #graph: ReferenceGraph;

  constructor(
    forms: Forms,
    definitions: SchemaInContext["definitions"],
    assertFormats: boolean,
    readerOf: (definitions: SchemaInContext["definitions"]) => SchemaReader,
  ) {
    this.forms = forms;
    this.definitions = definitions;
    this.#assertFormats = assertFormats;
    this.#readerOf = readerOf;
    this.#graph = new ReferenceGraph(definitions);
  }

  read(schema: JsonSchema): Literal {
    if (schema === true) return anything;
    if (schema === false) return nothing;
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
      throw new UnreadableSchema(`a schema is an object or a boolean, not ${JSON.stringify(schema)}`);
    }
    const open = this.#open.get(schema);
    if (open !== undefined) return this.#loop(open);
    return remembered(this.#known, schema, () => {
      const literal = this.#readOpen(schema);
      const origin = originOf(schema);
      if (origin !== undefined) {
        const open = this.#readerOf(origin.definitions).read(origin.schema);
        if (open !== literal) this.forms.follows.set(literal, open);
      }
      return literal;
    });
  }

  /** A schema can come back to itself without a reference that is read as one: `unevaluatedProperties` looks through them. */
  #readOpen(schema: Keywords): Literal {
    const { bodies } = this.forms;
    const open: Open = { key: undefined };
    this.#open.set(schema, open);
    try {
      const literal = this.#read(schema);
      if (open.key !== undefined) bodies.set(open.key, literal);
      return literal;
    } catch (cause) {
      if (open.key !== undefined) bodies.delete(open.key);
      throw cause;
    } finally {
      this.#open.delete(schema);
    }
  }

  #loop(open: Open): Literal {
    const { bodies } = this.forms;
    if (open.key === undefined) {
      // Each literal that is made makes the forms grow: no two loops have one name.
      open.key = `loop ${this.forms.size}`;
      // Known before it is read, since it comes back to itself.
      bodies.set(open.key, anything);
    }
    return this.forms.literal({ kind: "reference", key: open.key });
  }

  #read(schema: Keywords): Literal {
    if (schema.unevaluatedProperties !== undefined || schema.unevaluatedItems !== undefined) {
      return readUnevaluated(schema, this);
    }
    return this.readKeywords(schema);
  }

  /** All keywords but the unevaluated ones. */
  readKeywords(schema: Keywords): Literal {
    const parts: Literal[] = [];
    for (const [keyword, value] of Object.entries(schema)) {
      if (value === undefined) continue;
      const read = readers[keyword];
      if (read !== undefined) parts.push(read(value as never, this, schema));
    }
    return this.forms.and(parts);
  }

  reference(reference: unknown): Literal {
    const meant = resolveReference(reference, this.definitions);
    return remembered(this.#byReference, reference as string, () => {
      const component = this.#graph.component(reference as string);
      return component.length === 0 ? this.read(meant) : this.#readRecursive(reference as string, meant, component);
    });
  }

  /** Recursive schemas are equal where all that they go through says the same by the same names. */
  #readRecursive(reference: string, meant: JsonSchema, component: readonly string[]): Literal {
    const { forms } = this;
    const within = new Set(component);
    const rename = (name: string) => (within.has(name) ? name : `= ${this.reference(name)}`);
    const text = component.map(
      (name) => `${name} ${this.#graph.text(resolveReference(name, this.definitions), rename)}`,
    );
    const key = `${reference} of ${forms.numberOf(this.#telling(text.join("\n")))}${this.#assertFormats ? "" : ", formats aside"}`;
    const literal = forms.literal({ kind: "reference", key });
    this.#byReference.set(reference, literal);
    if (!forms.bodies.has(key)) {
      // Known before it is read, since it comes back to itself.
      forms.bodies.set(key, anything);
      try {
        forms.bodies.set(key, this.read(meant));
      } catch (cause) {
        forms.bodies.delete(key);
        this.#byReference.delete(reference);
        throw cause;
      }
    }
    const origin = typeof meant === "object" ? originOf(meant) : undefined;
    const open = origin && this.#readerOf(origin.definitions).openReference(reference);
    if (open !== undefined && open !== literal) forms.follows.set(literal, open);
    return literal;
  }

  /** What a schema says, as a text that is equal for no two schemas that may differ. */
  textOf(schema: JsonSchema): string {
    return this.#telling(this.#graph.text(schema, (reference) => `= ${this.reference(reference)}`));
  }

  /** A dynamic reference means what surrounds it makes of it: no text with one is equal to another. */
  #telling(text: string): string {
    return text.includes('"$dynamicRef"') ? `${text} ${this.forms.size}` : text;
  }

  /** The literal of the open definition that a closed one was made of. */
  openReference(reference: string): Literal | undefined {
    const open = /^#\/\$defs\/closed (?<open>.*)$/su.exec(reference)?.groups?.open;
    if (open === undefined) return undefined;
    try {
      return this.reference(open.replaceAll("~1", "/").replaceAll("~0", "~"));
    } catch {
      return undefined;
    }
  }

  constant(value: unknown): Literal {
    const { forms } = this;
    if (value === undefined) throw new UnreadableSchema("const has no value");
    if (isScalar(value)) return forms.literal({ kind: "scalars", values: [normal(value)] });
    return constantOf(value, forms);
  }

  pattern(pattern: unknown): Literal {
    if (typeof pattern !== "string") throw new UnreadableSchema(`pattern is text, not ${JSON.stringify(pattern)}`);
    const { forms } = this;
    const expression = expressionOf(pattern);
    const split = lookaheadsOf(expression);
    if (split === undefined) return forms.literal({ kind: "pattern", pattern });
    const text = forms.types(typeBits.string);
    // What must be missing is missing from texts; other values have no pattern.
    const missing = split.missing.map((part) => forms.or([-text, -forms.and([text, this.pattern(part)])]));
    return forms.and([...split.found.map((part) => this.pattern(part)), ...missing]);
  }

  format(name: unknown): Literal {
    const { forms } = this;
    if (!this.#assertFormats || typeof name !== "string") return anything;
    const range = Object.hasOwn(numberFormats, name) ? numberFormats[name] : undefined;
    if (range !== undefined) {
      const { minimum, maximum } = range;
      return forms.and([
        forms.literal({ kind: "multipleOf", step: 1 }),
        ...(minimum === undefined ? [] : [forms.literal({ kind: "minimum", bound: minimum, exclusive: false })]),
        ...(maximum === undefined ? [] : [forms.literal({ kind: "maximum", bound: maximum, exclusive: false })]),
      ]);
    }
    const known = stringFormat(name);
    if (known === "ignored") return anything;
    if (known === undefined)
      return forms.literal({
        kind: "opaque",
        keyword: "format",
        value: name,
        matter: "is not a format that the validator knows",
      });
    return forms.literal({ kind: "format", format: name });
  }
}

type Reader = (value: never, reader: SchemaReader, schema: Keywords) => Literal;

/** Keywords that are read together with another one, and those that are read by `readUnevaluated`, are not here. */
const readers: Readonly<Record<string, Reader | undefined>> = {
  $ref: (value: unknown, reader) => reader.reference(value),
  $dynamicRef: (_: unknown, { forms }) =>
    forms.literal({ kind: "opaque", keyword: "$dynamicRef", matter: "is not followed", of: String(forms.size) }),
  type: (value: unknown, { forms }) => readTypes(value, forms),
  const: (value: unknown, reader) => reader.constant(value),
  enum: (value: unknown, reader) => {
    if (!Array.isArray(value)) throw new UnreadableSchema(`enum is a list, not ${JSON.stringify(value)}`);
    const { forms } = reader;
    const scalars = [...new Set(value.filter(isScalar).map(normal))].sort((a, b) =>
      JSON.stringify(a) < JSON.stringify(b) ? -1 : 1,
    );
    const others = value.filter((item) => !isScalar(item)).map((item) => reader.constant(item));
    return forms.or([...(scalars.length > 0 ? [forms.literal({ kind: "scalars", values: scalars })] : []), ...others]);
  },
  minimum: (value: unknown, { forms }) =>
    forms.literal({ kind: "minimum", bound: number(value, "minimum"), exclusive: false }),
  maximum: (value: unknown, { forms }) =>
    forms.literal({ kind: "maximum", bound: number(value, "maximum"), exclusive: false }),
  exclusiveMinimum: (value: unknown, { forms }) =>
    forms.literal({ kind: "minimum", bound: number(value, "exclusiveMinimum"), exclusive: true }),
  exclusiveMaximum: (value: unknown, { forms }) =>
    forms.literal({ kind: "maximum", bound: number(value, "exclusiveMaximum"), exclusive: true }),
  multipleOf: (value: unknown, { forms }) => {
    const step = number(value, "multipleOf");
    if (step <= 0) throw new UnreadableSchema(`multipleOf is above 0, not ${step}`);
    return forms.literal({ kind: "multipleOf", step });
  },
  minLength: (value: unknown, { forms }) => atLeast(forms, "minLength", value),
  maxLength: (value: unknown, { forms }) => forms.literal({ kind: "maxLength", count: count(value, "maxLength") }),
  pattern: (value: unknown, reader) => reader.pattern(value),
  format: (value: unknown, reader) => reader.format(value),
  properties: (value: Record<string, JsonSchema>, reader) =>
    reader.forms.and(
      Object.entries(value).map(([name, part]) =>
        propertyLiteral(reader.forms, { kind: "name", name }, reader.read(part)),
      ),
    ),
  patternProperties: (value: Record<string, JsonSchema>, reader) =>
    reader.forms.and(
      Object.entries(value).map(([pattern, part]) => {
        expressionOf(pattern);
        return propertyLiteral(reader.forms, { kind: "matching", pattern }, reader.read(part));
      }),
    ),
  additionalProperties: (value: JsonSchema, reader, schema) => {
    const names = Object.keys((schema.properties as object) ?? {}).sort();
    const patterns = Object.keys((schema.patternProperties as object) ?? {}).sort();
    return propertyLiteral(reader.forms, { kind: "rest", names, patterns }, reader.read(value));
  },
  propertyNames: (value: JsonSchema, reader) => {
    const name = reader.forms.and([reader.forms.types(typeBits.string), reader.read(value)]);
    if (name === reader.forms.types(typeBits.string)) return anything;
    return reader.forms.literal({ kind: "propertyNames", name });
  },
  required: (value: unknown, { forms }) =>
    forms.and(texts(value, "required").map((name) => forms.literal({ kind: "required", name }))),
  minProperties: (value: unknown, { forms }) => atLeast(forms, "minProperties", value),
  maxProperties: (value: unknown, { forms }) =>
    forms.literal({ kind: "maxProperties", count: count(value, "maxProperties") }),
  dependentRequired: (value: Record<string, unknown>, reader) =>
    reader.forms.and(
      Object.entries(value).map(([name, others]) =>
        reader.forms.or([
          -present(reader.forms, name),
          reader.forms.and(
            texts(others, "dependentRequired").map((other) => reader.forms.literal({ kind: "required", name: other })),
          ),
        ]),
      ),
    ),
  dependentSchemas: (value: Record<string, JsonSchema>, reader) =>
    reader.forms.and(
      Object.entries(value).map(([name, part]) => reader.forms.or([-present(reader.forms, name), reader.read(part)])),
    ),
  prefixItems: (value: JsonSchema[], reader) => {
    if (!Array.isArray(value)) throw new UnreadableSchema("prefixItems is a list of schemas");
    return reader.forms.and(value.map((part, at) => itemsLiteral(reader.forms, at, at + 1, reader.read(part))));
  },
  items: (value: JsonSchema, reader, schema) =>
    itemsLiteral(reader.forms, ((schema.prefixItems as unknown[]) ?? []).length, unlimited, reader.read(value)),
  contains: (value: JsonSchema, reader, schema) => {
    const min = schema.minContains === undefined ? 1 : count(schema.minContains, "minContains");
    const max = schema.maxContains === undefined ? unlimited : count(schema.maxContains, "maxContains");
    return containsLiteral(reader.forms, reader.read(value), min, max);
  },
  minItems: (value: unknown, { forms }) => atLeast(forms, "minItems", value),
  maxItems: (value: unknown, { forms }) => forms.literal({ kind: "maxItems", count: count(value, "maxItems") }),
  uniqueItems: (value: unknown, { forms }) => (value === true ? forms.literal({ kind: "uniqueItems" }) : anything),
  allOf: (value: JsonSchema[], reader) => reader.forms.and(branches(value, "allOf").map((part) => reader.read(part))),
  anyOf: (value: JsonSchema[], reader) => reader.forms.or(branches(value, "anyOf").map((part) => reader.read(part))),
  oneOf: (value: JsonSchema[], reader) =>
    exactlyOne(
      reader.forms,
      branches(value, "oneOf").map((part) => reader.read(part)),
    ),
  not: (value: JsonSchema, reader) => -reader.read(value),
  if: (value: JsonSchema, reader, schema) => {
    const { forms } = reader;
    const condition = reader.read(value);
    const consequence = schema.then === undefined ? anything : reader.read(schema.then as JsonSchema);
    const alternative = schema.else === undefined ? anything : reader.read(schema.else as JsonSchema);
    return forms.and([forms.or([-condition, consequence]), forms.or([condition, alternative])]);
  },
};

function containsLiteral(forms: Forms, item: Literal, min: number, max: number): Literal {
  if (min === 0 && max === unlimited) return anything;
  if (item === anything) {
    return forms.and([
      atLeast(forms, "minItems", min),
      max === unlimited ? anything : forms.literal({ kind: "maxItems", count: max }),
    ]);
  }
  return forms.literal({ kind: "contains", item, min, max });
}

function readTypes(value: unknown, forms: Forms): Literal {
  const names = (Array.isArray(value) ? value : [value]) as string[];
  let mask = 0;
  for (const name of names) {
    const bit =
      name === "integer" ? typeBits.number : Object.hasOwn(typeBits, name) ? typeBits[name as TypeName] : undefined;
    if (bit === undefined) throw new UnreadableSchema(`type ${JSON.stringify(name)} is not a type`);
    mask |= bit;
  }
  const types = forms.types(mask);
  const whole = names.includes("integer") && !names.includes("number");
  return whole ? forms.and([types, forms.literal({ kind: "multipleOf", step: 1 })]) : types;
}

function atLeast(forms: Forms, kind: "minLength" | "minProperties" | "minItems", value: unknown): Literal {
  const least = count(value, kind);
  return least === 0 ? anything : forms.literal({ kind, count: least });
}

function number(value: unknown, keyword: string): number {
  if (typeof value === "number" && Number.isFinite(value)) return value === 0 ? 0 : value;
  throw new UnreadableSchema(`${keyword} is a number, not ${JSON.stringify(value)}`);
}

function count(value: unknown, keyword: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new UnreadableSchema(`${keyword} is a count, not ${JSON.stringify(value)}`);
}

function texts(value: unknown, keyword: string): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
  throw new UnreadableSchema(`${keyword} is a list of names, not ${JSON.stringify(value)}`);
}

function branches(value: unknown, keyword: string): JsonSchema[] {
  if (Array.isArray(value)) return value as JsonSchema[];
  throw new UnreadableSchema(`${keyword} is a list of schemas, not ${JSON.stringify(value)}`);
}
