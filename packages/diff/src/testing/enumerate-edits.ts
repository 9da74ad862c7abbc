import { assertingKeywords, escapeToken, type Keywords } from "../containment/asserting-keywords.ts";
import type { JsonSchema } from "../contract.ts";

/** One edit of a schema: what was done, where, and the whole schema after it. */
export interface SchemaEdit {
  readonly name: string;
  readonly pointer: string;
  readonly schema: JsonSchema;
}

/** Every edit of one keyword, or of one position, at each position of a schema; `names` are the definitions to refer to. References are not followed. */
export function* enumerateEdits(schema: JsonSchema, names: readonly string[]): Iterable<SchemaEdit> {
  for (const { pointer, part, put } of positions(schema, "", (whole) => whole)) {
    for (const [name, edited] of editsOf(part, names)) yield { name, pointer, schema: put(edited) };
  }
}

interface Position {
  readonly pointer: string;
  readonly part: JsonSchema;
  readonly put: (part: JsonSchema) => JsonSchema;
}

function* positions(part: JsonSchema, pointer: string, put: (part: JsonSchema) => JsonSchema): Iterable<Position> {
  yield { pointer, part, put };
  if (typeof part === "boolean") return;
  for (const [keyword, value] of Object.entries(part)) {
    const shape = assertingKeywords[keyword];
    const at = `${pointer}/${keyword}`;
    const replace = (next: unknown) => put({ ...part, [keyword]: next });
    if (shape === "schema") yield* positions(value as JsonSchema, at, replace);
    else if (shape === "schemas") {
      const list = value as JsonSchema[];
      for (const [index, item] of list.entries())
        yield* positions(item, `${at}/${index}`, (next) => replace(list.with(index, next)));
    } else if (shape === "schemaByName") {
      const map = value as Record<string, JsonSchema>;
      for (const [name, item] of Object.entries(map)) {
        yield* positions(item, `${at}/${escapeToken(name)}`, (next) => replace({ ...map, [name]: next }));
      }
    }
  }
}

type NamedEdit = readonly [name: string, edited: JsonSchema];

function* editsOf(part: JsonSchema, names: readonly string[]): Iterable<NamedEdit> {
  yield ["became true", true];
  yield ["became false", false];
  yield ["wrapped in anyOf", { anyOf: [part] }];
  yield ["null added by anyOf", { anyOf: [part, { type: "null" }] }];
  yield ["wrapped in oneOf", { oneOf: [part] }];
  yield ["string added by oneOf", { oneOf: [part, { type: "string" }] }];
  yield ["wrapped in allOf", { allOf: [part] }];
  yield ["negated twice", { not: { not: part } }];
  yield ["negated", { not: part }];
  for (const name of names) {
    yield [`reference to ${name}`, { $ref: `#/$defs/${name}` }];
    yield [`or reference to ${name}`, { anyOf: [part, { $ref: `#/$defs/${name}` }] }];
  }
  yield ["same twice", { allOf: [part, part] }];
  yield ["then itself", { if: { type: "object" }, [thenKeyword]: part, else: part }];
  if (typeof part === "boolean") return;
  for (const [keyword, value] of Object.entries(part)) {
    if (assertingKeywords[keyword] === undefined) continue;
    yield [`${keyword} removed`, without(part, keyword)];
    for (const [name, next] of changesOf(keyword, value, names))
      yield [`${keyword} ${name}`, { ...part, [keyword]: next }];
  }
  for (const [keyword, values] of Object.entries(additions)) {
    if (part[keyword] !== undefined) continue;
    for (const value of values) yield [`${keyword} added`, { ...part, [keyword]: value }];
  }
  yield* joinedEdits(part);
}

const thenKeyword = "then";

/** Edits that change two keywords that belong together. */
function* joinedEdits(part: Keywords): Iterable<NamedEdit> {
  if (part.const !== undefined) yield ["const to enum", { ...without(part, "const"), enum: [part.const] }];
  if (part.type !== undefined && !Array.isArray(part.type)) yield ["type to list", { ...part, type: [part.type] }];
  if (typeof part.minimum === "number")
    yield ["minimum to exclusive", { ...without(part, "minimum"), exclusiveMinimum: part.minimum }];
  if (typeof part.exclusiveMinimum === "number") {
    yield [
      "exclusive to minimum plus one",
      { ...without(part, "exclusiveMinimum"), minimum: part.exclusiveMinimum + 1 },
    ];
  }
  if (typeof part.maximum === "number")
    yield ["maximum to exclusive plus one", { ...without(part, "maximum"), exclusiveMaximum: part.maximum + 1 }];
  const properties = part.properties as Record<string, JsonSchema> | undefined;
  if (properties === undefined) return;
  const required = (part.required as string[]) ?? [];
  yield [
    "required property added",
    { ...part, properties: { ...properties, fresh: { type: "string" } }, required: [...required, "fresh"] },
  ];
  for (const [name, value] of Object.entries(properties)) {
    const rest = without(properties as Keywords, name) as Record<string, JsonSchema>;
    yield [
      "property moved into allOf",
      {
        ...part,
        properties: rest,
        allOf: [...((part.allOf as JsonSchema[]) ?? []), { properties: { [name]: value } }],
      },
    ];
    yield [
      "property renamed",
      {
        ...part,
        properties: { ...rest, renamed: value },
        required: required.map((other) => (other === name ? "renamed" : other)),
      },
    ];
    if (!required.includes(name)) yield ["property became required", { ...part, required: [...required, name] }];
    yield [
      "property became pattern",
      { ...part, properties: rest, patternProperties: { ...(part.patternProperties as object), [`^${name}$`]: value } },
    ];
  }
}

/** Values of a keyword near the one it has. */
function* changesOf(keyword: string, value: unknown, names: readonly string[]): Iterable<readonly [string, unknown]> {
  if (typeof value === "number") {
    for (const by of keyword === "multipleOf" ? [] : [1, -1]) {
      if (value + by >= 0 || /minimum|maximum/i.test(keyword)) yield [by > 0 ? "raised" : "lowered", value + by];
    }
    if (keyword === "multipleOf") for (const next of [value * 2, value / 2, value * 3]) yield ["changed", next];
    if (/minimum|maximum/i.test(keyword)) for (const by of [0.5, -0.5]) yield ["changed by a half", value + by];
  }
  if (keyword === "type") {
    const names = [value].flat() as string[];
    for (const name of typeNames) if (!names.includes(name)) yield [`gained ${name}`, [...names, name]];
    for (const name of typeNames) if (names.length === 1 && names[0] !== name) yield [`became ${name}`, name];
    if (names.length > 1) for (const name of names) yield [`lost ${name}`, names.filter((other) => other !== name)];
  }
  if (keyword === "enum" || keyword === "required") {
    const list = value as unknown[];
    for (const [at] of list.entries()) if (list.length > 1) yield ["shortened", list.toSpliced(at, 1)];
    yield ["lengthened", [...list, "fresh"]];
    yield ["reversed", [...list].reverse()];
  }
  if (keyword === "const") for (const next of ["fresh", 7, { a: 1 }, [1]]) yield ["changed", next];
  if (keyword === "pattern")
    for (const next of ["^[a-z]+$", "^[a-z0-9]+$", "[a-z]", `(?:${value})`]) yield ["changed", next];
  if (keyword === "format")
    for (const next of ["date", "uuid", "uri", "email"]) if (next !== value) yield ["changed", next];
  if (keyword === "$ref") for (const next of names) yield [`changed to ${next}`, `#/$defs/${next}`];
  if (assertingKeywords[keyword] === "schemas") {
    const list = value as JsonSchema[];
    for (const [at] of list.entries()) if (list.length > 1) yield ["lost a branch", list.toSpliced(at, 1)];
    yield ["gained a branch", [...list, { type: "integer", minimum: 100 }]];
    yield ["repeated a branch", [...list, list[0]!]];
    yield ["reversed", [...list].reverse()];
  }
  if (assertingKeywords[keyword] === "schemaByName") {
    const map = value as Record<string, JsonSchema>;
    for (const name of Object.keys(map)) yield ["lost an entry", without(map as Keywords, name)];
    yield ["gained an entry", { ...map, fresh: { type: "string" } }];
  }
}

const typeNames = ["null", "boolean", "integer", "number", "string", "array", "object"];

const additions: Readonly<Record<string, readonly unknown[]>> = {
  type: ["string", "object", ["number", "array"]],
  const: [1, "a", { a: 1 }],
  enum: [[null, 1, "a"]],
  minimum: [0, 2],
  maximum: [1, 100],
  exclusiveMinimum: [0],
  exclusiveMaximum: [4],
  multipleOf: [1, 3],
  minLength: [1, 4],
  maxLength: [0, 5],
  pattern: ["^[a-z]", "[0-9]$"],
  format: ["date", "uuid", "email"],
  properties: [{ a: { type: "string" } }, { fresh: true }],
  patternProperties: [{ "^a": { type: "integer" } }, { "^z": false }],
  additionalProperties: [false, true, { type: "string" }],
  propertyNames: [{ maxLength: 2 }, { enum: ["a", "b", "kind"] }],
  required: [["a"], ["fresh"]],
  minProperties: [1, 3],
  maxProperties: [0, 2],
  dependentRequired: [{ a: ["b"] }],
  dependentSchemas: [{ b: { required: ["c"] } }],
  unevaluatedProperties: [false],
  prefixItems: [[{ type: "string" }]],
  items: [false, { type: "integer" }],
  contains: [{ type: "integer" }, { const: 1 }],
  minItems: [1, 2],
  maxItems: [1, 3],
  uniqueItems: [true],
  unevaluatedItems: [false],
  allOf: [[{ maximum: 5 }], [{ required: ["b"] }]],
  anyOf: [[{ type: "string" }, { required: ["a"] }], [{}]],
  oneOf: [
    [{ type: "object" }, { type: ["string", "number"] }],
    [{ minimum: 1 }, { maximum: 3 }],
  ],
  not: [{ required: ["a"] }, { const: "a" }, { type: "null" }],
  if: [{ type: "string" }],
};

function without(part: Keywords, keyword: string): Keywords {
  const { [keyword]: _, ...rest } = part;
  return rest;
}
