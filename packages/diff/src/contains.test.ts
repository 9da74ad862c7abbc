import { describe, expect, it } from "vitest";
import type { ContainmentOptions } from "./containment.ts";
import { contains, isEmpty, sample } from "./contains.ts";
import type { JsonSchema } from "./contract.ts";
import { judgeOf } from "./testing/judge.ts";

/**
 * `=` the two accept the same, `<` the left accepts less, `>` it accepts more, `x` each accepts what the other does not.
 * Every witness is checked by a validator that shares nothing with the containment.
 */
type Relation = "=" | "<" | ">" | "x";
type Row = readonly [left: JsonSchema, relation: Relation, right: JsonSchema];

const integer = { type: "integer" };
const string = { type: "string" };
const object = { type: "object" };

const tables: Readonly<Record<string, readonly Row[]>> = {
  "boolean schemas": [
    [true, "=", {}],
    [false, "=", { not: {} }],
    [false, "<", string],
    [string, "<", true],
    [{ description: "words", default: 1, examples: [2], contentEncoding: "base64", "x-own": 3 }, "=", true],
  ],
  type: [
    [integer, "<", { type: "number" }],
    [{ type: ["integer", "null"] }, ">", integer],
    [{ type: ["string", "null"] }, "=", { anyOf: [string, { type: "null" }] }],
    [{ type: ["string", "null"] }, "=", { oneOf: [{ enum: [null] }, string] }],
    [string, "x", integer],
    [{ type: ["integer", "number"] }, "=", { type: "number" }],
    [{ type: ["null", "boolean", "number", "string", "array", "object"] }, "=", true],
    [{ type: "boolean" }, "=", { enum: [true, false] }],
    [{ type: "null" }, "=", { const: null }],
  ],
  "const and enum": [
    [{ const: 1 }, "=", { enum: [1] }],
    [{ const: 1 }, "=", { const: 1, type: "integer", minimum: 1, maximum: 1 }],
    [{ enum: ["a", "b"] }, "<", { enum: ["b", "c", "a"] }],
    [{ enum: ["a", "b"] }, "x", { enum: ["b", "c"] }],
    [{ enum: ["a", 1] }, "<", { type: ["string", "integer"] }],
    [{ const: { a: 1, b: [2] } }, "=", { const: { b: [2], a: 1 } }],
    [{ const: { a: 1 } }, "<", { properties: { a: integer }, required: ["a"] }],
    [
      { enum: [{ a: 1 }, { a: 2 }] },
      "=",
      { type: "object", properties: { a: { enum: [1, 2] } }, required: ["a"], additionalProperties: false },
    ],
    [{ enum: [[1], []] }, "<", { type: "array", items: { const: 1 } }],
    [{ const: [1, 2] }, "x", { const: [2, 1] }],
    [{ enum: [] }, "=", false],
  ],
  "bounds of numbers": [
    [{ minimum: 1 }, "<", { minimum: 0 }],
    [{ exclusiveMinimum: 1 }, "<", { minimum: 1 }],
    [{ type: "integer", exclusiveMinimum: 0 }, "=", { type: "integer", minimum: 1 }],
    [{ type: "integer", exclusiveMaximum: 5.5 }, "=", { type: "integer", maximum: 5 }],
    [{ type: "number", exclusiveMinimum: 0 }, ">", { type: "number", minimum: 1 }],
    [{ type: "integer", minimum: 0, maximum: 2 }, "=", { enum: [0, 1, 2] }],
    [{ minimum: 3, maximum: 2 }, "=", { not: { type: "number" } }],
    [{ minimum: 0, maximum: 10 }, "x", { minimum: 5, maximum: 15 }],
    [{ type: "integer", minimum: 1.2, maximum: 1.8 }, "=", false],
    [{ type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1, multipleOf: 0.5 }, "=", { const: 0.5 }],
  ],
  multipleOf: [
    [{ multipleOf: 10 }, "<", { multipleOf: 5 }],
    [{ multipleOf: 4 }, "x", { multipleOf: 6 }],
    [{ allOf: [{ multipleOf: 4 }, { multipleOf: 6 }] }, "=", { multipleOf: 12 }],
    [{ multipleOf: 0.1 }, "<", { multipleOf: 0.01 }],
    [{ multipleOf: 1 }, "=", { anyOf: [{ not: { type: "number" } }, integer] }],
    [{ type: "integer", multipleOf: 0.5 }, "=", integer],
    [{ type: "integer", multipleOf: 1.5 }, "=", { type: "number", multipleOf: 3 }],
    [{ type: "number", multipleOf: 7, minimum: 1, maximum: 6 }, "=", false],
    [{ type: "integer", not: { multipleOf: 2 } }, "<", { not: { multipleOf: 4 } }],
  ],
  "length of texts": [
    [{ minLength: 2 }, "<", { minLength: 1 }],
    [{ maxLength: 2 }, "<", { maxLength: 3 }],
    [{ type: "string", maxLength: 0 }, "=", { const: "" }],
    [{ type: "string", minLength: 3, maxLength: 2 }, "=", false],
    [{ type: "string", const: "😀😀" }, "<", { maxLength: 2, minLength: 2 }],
    [{ minLength: 0 }, "=", true],
  ],
  pattern: [
    [{ pattern: "^[a-z]{1,64}$" }, "<", { pattern: "^[a-z]{1,128}$" }],
    [{ type: "string", pattern: "^[a-z]{2,4}$" }, "<", { type: "string", minLength: 2, maxLength: 4 }],
    [{ type: "string", pattern: "^.{2,4}$" }, "<", { type: "string", minLength: 2, maxLength: 4 }],
    [{ pattern: "^a" }, "<", { pattern: "a" }],
    [{ pattern: "^a|b$" }, ">", { pattern: "^a" }],
    [{ pattern: "^(?:a|b)+$" }, "=", { pattern: "^[ab][ab]*$" }],
    [{ pattern: "^[a-z]+$" }, "x", { pattern: "^[a-f0-9]+$" }],
    [{ pattern: "^(?=.*[0-9])(?!0)[a-z0-9]{2,}$" }, "<", { pattern: "^[a-z1-9][a-z0-9]+$" }],
    [{ pattern: "^\\p{L}+$" }, ">", { pattern: "^[a-zß]+$" }],
    [{ pattern: "^[\\-a]$" }, "=", { pattern: "^[a-]$" }],
    [{ pattern: "\\#" }, "=", { pattern: "#" }],
    [{ pattern: "" }, "=", true],
    [{ type: "string", pattern: "^a{3}$", maxLength: 2 }, "=", false],
    [{ type: "string", pattern: "^(?:aa)*$", minLength: 3, maxLength: 3 }, "=", false],
    [{ type: "string", pattern: "^[0-1]$" }, "=", { enum: ["0", "1"] }],
  ],
  format: [
    [{ format: "uuid" }, "<", true],
    [{ type: "string", format: "uuid" }, "<", { minLength: 36, maxLength: 45 }],
    [{ type: "string", format: "date-time" }, "<", { minLength: 19, pattern: "^[0-9]{4}-" }],
    [{ format: "date-time" }, "x", { format: "date" }],
    [{ format: "ipv4" }, "<", { pattern: "^[0-9.]{7,15}$" }],
    [{ format: "uri" }, "x", { pattern: "^https?://" }],
    [{ type: "integer", format: "int32" }, "<", { type: "integer", format: "int64" }],
    [{ format: "int32" }, "<", { maximum: 2147483647 }],
    [{ format: "password" }, "=", true],
    [{ type: "string", allOf: [{ format: "date" }, { not: { format: "date" } }] }, "=", false],
  ],
  properties: [
    [{ properties: { a: integer } }, "<", { properties: { a: { type: "number" } } }],
    [{ properties: { a: integer } }, "<", true],
    [{ properties: { a: integer, b: string } }, "<", { properties: { b: string } }],
    [{ properties: { a: {} } }, "=", true],
    [{ properties: { a: false } }, "=", { not: { type: "object", required: ["a"] } }],
    [{ type: "object", required: ["a"], properties: { a: false } }, "=", false],
    [{ properties: { "a/b~c": integer, __proto: string } }, "<", { properties: { "a/b~c": { type: "number" } } }],
    [{ properties: { toString: integer } }, "x", { properties: { constructor: integer } }],
  ],
  "additionalProperties and patternProperties": [
    [{ properties: { a: {} }, additionalProperties: false }, "<", { properties: { a: {} } }],
    [{ properties: { a: {} }, additionalProperties: true }, "=", true],
    [{ additionalProperties: integer }, "<", { properties: { a: integer } }],
    [{ properties: { a: integer }, additionalProperties: integer }, "=", { additionalProperties: integer }],
    [{ patternProperties: { "^a": integer } }, "<", { properties: { ab: integer } }],
    [{ patternProperties: { "": integer } }, "=", { additionalProperties: integer }],
    [
      { patternProperties: { "^a": integer }, additionalProperties: false },
      "x",
      { properties: { a: {}, b: {} }, additionalProperties: false },
    ],
    [
      { patternProperties: { "^a$": integer }, additionalProperties: false },
      "=",
      { properties: { a: integer }, additionalProperties: false },
    ],
    [{ patternProperties: { "^[ab]$": string }, additionalProperties: false }, "<", { maxProperties: 2 }],
  ],
  propertyNames: [
    [{ propertyNames: { pattern: "^a" } }, "<", { propertyNames: { minLength: 1 } }],
    [{ propertyNames: { enum: ["a", "b"] } }, "<", { maxProperties: 2 }],
    [{ propertyNames: { enum: ["a"] } }, "=", { properties: { a: {} }, additionalProperties: false }],
    [{ propertyNames: string }, "=", true],
    [{ propertyNames: false }, "=", { maxProperties: 0 }],
    [{ propertyNames: { pattern: "^x-" } }, "<", { patternProperties: { "^[a-w]": false } }],
  ],
  "required and dependencies": [
    [{ required: ["a", "b"] }, "<", { required: ["a"] }],
    [{ required: ["a"] }, "<", { minProperties: 1 }],
    [{ required: ["a"] }, "<", { dependentRequired: { b: ["a"] } }],
    [{ dependentRequired: { a: ["b"] } }, "=", { dependentSchemas: { a: { required: ["b"] } } }],
    [
      { dependentRequired: { a: ["b"] } },
      "=",
      { if: { type: "object", required: ["a"] }, [thenKeyword()]: { required: ["b"] } },
    ],
    [{ dependentSchemas: { a: { properties: { b: integer } } } }, ">", { properties: { b: integer } }],
    [{ required: ["toString"] }, "<", { minProperties: 1 }],
  ],
  "counts of properties": [
    [{ minProperties: 2 }, "<", { minProperties: 1 }],
    [{ maxProperties: 1 }, "<", { maxProperties: 2 }],
    [{ type: "object", required: ["a", "b"], maxProperties: 1 }, "=", false],
    [{ properties: { a: {}, b: {} }, additionalProperties: false }, "<", { maxProperties: 2 }],
    [
      { type: "object", properties: { a: {}, b: {} }, additionalProperties: false, minProperties: 2 },
      "<",
      { required: ["a", "b"] },
    ],
    [{ type: "object", maxProperties: 0 }, "=", { const: {} }],
  ],
  "items and prefixItems": [
    [{ items: integer }, "<", { items: { type: "number" } }],
    [{ prefixItems: [integer], items: false }, "<", { maxItems: 1 }],
    [{ prefixItems: [integer, string] }, "<", { prefixItems: [integer] }],
    [{ items: integer }, "<", { prefixItems: [integer, { type: "number" }] }],
    [{ prefixItems: [integer], items: integer }, "=", { items: integer }],
    [{ type: "array", items: false }, "=", { const: [] }],
    [{ type: "array", prefixItems: [string, false], minItems: 2 }, "=", false],
    [{ prefixItems: [string, integer] }, "x", { prefixItems: [string, string] }],
  ],
  "counts of items": [
    [{ minItems: 2 }, "<", { minItems: 1 }],
    [{ maxItems: 2 }, "<", { maxItems: 3 }],
    [{ type: "array", minItems: 3, maxItems: 2 }, "=", false],
  ],
  uniqueItems: [
    [{ uniqueItems: true }, "<", { uniqueItems: false }],
    [{ type: "array", items: { enum: [1, 2] }, uniqueItems: true }, "<", { maxItems: 2 }],
    [{ type: "array", items: { type: "boolean" }, uniqueItems: true, minItems: 3 }, "=", false],
    [{ maxItems: 1 }, "<", { uniqueItems: true }],
    [{ type: "array", prefixItems: [integer, string], items: false }, "<", { uniqueItems: true }],
    [{ type: "array", items: { const: { a: 1 } }, minItems: 2 }, "x", { uniqueItems: true }],
  ],
  contains: [
    [{ contains: integer }, "<", { minItems: 1 }],
    [{ contains: integer }, "<", { contains: { type: "number" } }],
    [{ contains: integer, minContains: 2 }, "<", { contains: integer }],
    [{ contains: integer, minContains: 0 }, "=", true],
    [{ contains: true, maxContains: 2 }, "=", { minItems: 1, maxItems: 2 }],
    [{ contains: integer, minContains: 0, maxContains: 0 }, "=", { items: { not: integer } }],
    [{ type: "array", items: string, contains: integer }, "=", false],
    [{ type: "array", contains: { const: 1 }, maxContains: 1, minContains: 2 }, "=", false],
    [{ allOf: [{ contains: { const: 1 } }, { contains: { const: 2 } }] }, "<", { minItems: 2 }],
    [{ contains: integer, maxContains: 1 }, "x", { contains: { type: "number" }, maxContains: 1 }],
  ],
  "allOf, anyOf and not": [
    [{ allOf: [integer, { minimum: 1 }] }, "=", { type: "integer", minimum: 1 }],
    [{ allOf: [integer] }, "=", integer],
    [{ anyOf: [integer, string] }, ">", string],
    [{ anyOf: [{ type: "number" }, integer] }, "=", { type: "number" }],
    [{ anyOf: [{ minimum: 5 }, { maximum: 4 }] }, ">", { anyOf: [{ minimum: 5 }, { maximum: 3 }] }],
    [{ type: "integer", anyOf: [{ minimum: 5 }, { maximum: 4 }] }, "=", integer],
    [{ not: { not: integer } }, "=", integer],
    [{ not: { anyOf: [integer, string] } }, "=", { allOf: [{ not: integer }, { not: string }] }],
    [{ not: { required: ["a"] } }, "x", { not: { required: ["b"] } }],
    [{ type: "object", not: { required: ["a"] } }, "=", { type: "object", properties: { a: false } }],
    [{ not: { const: { a: 1 } } }, ">", { not: { type: "object", required: ["a"] } }],
  ],
  oneOf: [
    [{ oneOf: [integer, string] }, "=", { anyOf: [string, integer] }],
    [{ oneOf: [integer, { type: "number" }] }, "=", { type: "number", not: integer }],
    [{ oneOf: [integer, integer] }, "=", false],
    [{ oneOf: [{ minimum: 0 }, { maximum: 10 }] }, "<", { anyOf: [{ minimum: 0 }, { maximum: 10 }] }],
    [{ oneOf: [card("a"), card("b")] }, "<", { oneOf: [card("c"), card("b"), card("a")] }],
    [
      { oneOf: [card("a"), card("b")] },
      "=",
      { type: "object", required: ["kind"], properties: { kind: { enum: ["a", "b"] } } },
    ],
    [{ oneOf: [string] }, "=", string],
    [
      { oneOf: [{ oneOf: [integer, string] }, { type: "null" }] },
      "<",
      { oneOf: [{ oneOf: [integer, string, { type: "boolean" }] }, { type: "null" }] },
    ],
  ],
  "if, then, else": [
    [{ if: integer, [thenKeyword()]: { minimum: 1 } }, ">", { minimum: 1 }],
    [{ if: integer, else: false }, "=", integer],
    [
      { if: integer, [thenKeyword()]: { minimum: 1 }, else: string },
      "=",
      { anyOf: [{ type: "integer", minimum: 1 }, string] },
    ],
    [{ [thenKeyword()]: false, else: false }, "=", true],
    [{ type: "object", if: card("a"), [thenKeyword()]: { required: ["x"] } }, ">", { type: "object", required: ["x"] }],
  ],
  unevaluatedProperties: [
    [
      { properties: { a: integer }, unevaluatedProperties: false },
      "=",
      { properties: { a: integer }, additionalProperties: false },
    ],
    [
      { allOf: [{ properties: { a: integer } }], properties: { b: {} }, unevaluatedProperties: false },
      "=",
      { properties: { a: integer, b: {} }, additionalProperties: false },
    ],
    [
      { anyOf: [{ properties: { a: integer } }, { properties: { b: integer } }], unevaluatedProperties: false },
      "=",
      { properties: { a: integer, b: integer }, additionalProperties: false },
    ],
    [
      {
        type: "object",
        if: { required: ["a"] },
        [thenKeyword()]: { properties: { a: {}, b: {} } },
        unevaluatedProperties: false,
      },
      "<",
      { properties: { a: {}, b: {} }, additionalProperties: false },
    ],
    [
      { allOf: [{ additionalProperties: integer }], unevaluatedProperties: false },
      "=",
      { additionalProperties: integer },
    ],
    [{ unevaluatedProperties: string }, "=", { additionalProperties: string }],
    [
      { dependentSchemas: { a: { properties: { a: {}, b: {} } } }, unevaluatedProperties: false },
      "<",
      { dependentRequired: { b: ["a"] } },
    ],
  ],
  unevaluatedItems: [
    [{ prefixItems: [integer], unevaluatedItems: false }, "=", { prefixItems: [integer], items: false }],
    [{ allOf: [{ prefixItems: [integer] }], unevaluatedItems: string }, "=", { prefixItems: [integer], items: string }],
    [{ allOf: [{ items: integer }], unevaluatedItems: false }, "=", { items: integer }],
  ],
};

describe("containment of schemas", () => {
  for (const [name, rows] of Object.entries(tables)) {
    describe(name, () => {
      it.each(rows.map((row) => [JSON.stringify(row[0]), row[1], JSON.stringify(row[2]), row] as const))(
        "%s %s %s",
        (...[, , , row]) => {
          const [left, relation, right] = row;
          expectVerdict(left, right, relation === "=" || relation === "<" ? "contained" : "witness");
          expectVerdict(right, left, relation === "=" || relation === ">" ? "contained" : "witness");
        },
      );
    });
  }
});

function expectVerdict(
  schema: JsonSchema,
  other: JsonSchema,
  expected: string,
  options: ContainmentOptions = {},
  definitions = {},
): void {
  const [left, right] = [
    { schema, definitions },
    { schema: other, definitions },
  ];
  const result = contains(left, right, options);
  expect({ ...result, of: schema, within: other }).toMatchObject({ verdict: expected });
  if (result.verdict !== "witness" || JSON.stringify([schema, other]).includes('"enum":[]')) return;
  if (options.closeLeft !== true) expect(judgeOf(left)(result.instance), "the left accepts the witness").toBe(true);
  expect(judgeOf(right)(result.instance), "the right rejects the witness").toBe(false);
}

describe("references", () => {
  const list = (value: JsonSchema) => ({
    type: "object",
    properties: { value, next: { $ref: "#/$defs/List" } },
    required: ["value"],
  });

  it("are what they mean, under any name", () => {
    const definitions = { A: integer, B: { $ref: "#/$defs/A" }, "C/d~e": { allOf: [{ $ref: "#/$defs/B" }] } };
    for (const $ref of ["#/$defs/A", "#/$defs/B", "#/$defs/C~1d~0e"]) {
      expectVerdict({ $ref }, integer, "contained", {}, definitions);
      expectVerdict(integer, { $ref }, "contained", {}, definitions);
    }
  });

  it("are followed into definitions", () => {
    const definitions = { A: { properties: { a: integer } } };
    expectVerdict({ $ref: "#/$defs/A/properties/a" }, integer, "contained", {}, definitions);
  });

  it("keep their siblings", () => {
    expectVerdict({ $ref: "#/$defs/A", minimum: 1 }, { type: "integer", minimum: 1 }, "contained", {}, { A: integer });
  });

  it("are compared when they are recursive, under whatever names and in whichever unrolling", () => {
    const left = { schema: { $ref: "#/$defs/List" }, definitions: { List: list(integer) } };
    const renamed = JSON.parse(JSON.stringify(list({ type: "number" })).replaceAll("List", "Other"));
    const right = { schema: { $ref: "#/$defs/Other" }, definitions: { Other: renamed } };
    expect(contains(left, right)).toEqual({ verdict: "contained" });
    expect(contains(right, left)).toMatchObject({ verdict: "witness", pointer: "/value", keyword: "type" });
    const unrolled = {
      schema: { ...list(integer), properties: { value: integer, next: list(integer) } },
      definitions: left.definitions,
    };
    expect(contains(left, unrolled)).toEqual({ verdict: "contained" });
    expect(contains(unrolled, left)).toEqual({ verdict: "contained" });
  });

  it("find a break that is a level deep", () => {
    const definitions = {
      List: list(integer),
      Odd: {
        ...list(integer),
        properties: { value: integer, next: { ...list(integer), required: ["value", "next"] } },
      },
    };
    expectVerdict({ $ref: "#/$defs/List" }, { $ref: "#/$defs/Odd" }, "witness", {}, definitions);
    expectVerdict({ $ref: "#/$defs/Odd" }, { $ref: "#/$defs/List" }, "contained", {}, definitions);
  });

  it("that must always go on accept nothing", () => {
    const definitions = {
      Endless: { type: "object", properties: { next: { $ref: "#/$defs/Endless" } }, required: ["next"] },
    };
    const endless = { schema: { $ref: "#/$defs/Endless" }, definitions };
    expect(isEmpty(endless)).toBe(true);
    expect(sample(endless)).toBeUndefined();
    expectVerdict({ $ref: "#/$defs/Endless" }, false, "contained", {}, definitions);
  });

  it("that need each other are decided together", () => {
    const definitions = {
      Tree: { type: "array", items: { $ref: "#/$defs/Branch" } },
      Branch: {
        type: "object",
        properties: { tree: { $ref: "#/$defs/Tree" } },
        required: ["tree"],
        additionalProperties: false,
      },
      Wide: { type: "array", items: { type: "object", properties: { tree: { $ref: "#/$defs/Wide" } } } },
    };
    expectVerdict({ $ref: "#/$defs/Tree" }, { $ref: "#/$defs/Wide" }, "contained", {}, definitions);
    expectVerdict({ $ref: "#/$defs/Wide" }, { $ref: "#/$defs/Tree" }, "witness", {}, definitions);
  });

  it("are unknown, by name, where they mean nothing or come back to themselves", () => {
    const definitions = { Loop: { anyOf: [{ $ref: "#/$defs/Loop" }, string] } };
    expect(contains({ schema: { $ref: "#/$defs/Loop" }, definitions }, { schema: string, definitions })).toEqual({
      verdict: "unknown",
      reason: '$ref "#/$defs/Loop" comes back to itself without looking into a value',
    });
    expect(contains({ schema: { $ref: "#/$defs/Gone" }, definitions }, { schema: string, definitions })).toEqual({
      verdict: "unknown",
      reason: '$ref "#/$defs/Gone" means no schema',
    });
  });
});

describe("a closed left side", () => {
  const closed = { closeLeft: true };
  const person = { type: "object", properties: { name: string } };

  it("emits declared properties only", () => {
    expectVerdict(person, { ...person, additionalProperties: false }, "contained", closed);
    expectVerdict(person, { ...person, additionalProperties: false }, "witness");
    expectVerdict(person, { properties: { age: integer } }, "contained", closed);
    expectVerdict(person, { properties: { name: integer } }, "witness", closed);
  });

  it("is closed at every depth, and through references", () => {
    const definitions = { Person: { ...person, properties: { name: string, friend: { $ref: "#/$defs/Person" } } } };
    const strict = {
      type: "object",
      properties: { name: string, friend: { $ref: "#/$defs/Strict" } },
      additionalProperties: false,
    };
    expectVerdict(
      { type: "array", items: { $ref: "#/$defs/Person" } },
      { items: { $ref: "#/$defs/Strict" } },
      "contained",
      closed,
      { ...definitions, Strict: strict },
    );
    expectVerdict({ $ref: "#/$defs/Person" }, { $ref: "#/$defs/Person" }, "contained", closed, definitions);
  });

  it("stays open where nothing is declared, or where it says so", () => {
    expectVerdict(object, { properties: { age: integer } }, "witness", closed);
    expectVerdict({ ...person, additionalProperties: true }, { properties: { age: integer } }, "witness", closed);
    expectVerdict({ ...person, additionalProperties: integer }, { properties: { age: integer } }, "contained", closed);
  });

  it("emits what is required though it is not declared", () => {
    expectVerdict(
      { ...person, required: ["id"] },
      { required: ["id"], propertyNames: { enum: ["id", "name"] } },
      "contained",
      closed,
    );
    expectVerdict({ ...person, required: ["id"] }, false, "witness", closed);
  });

  it("takes the properties of all parts together", () => {
    const parts = { allOf: [person, { properties: { age: integer } }] };
    expectVerdict(parts, { propertyNames: { enum: ["name", "age"] } }, "contained", closed);
    expectVerdict(parts, { propertyNames: { enum: ["name"] } }, "witness", closed);
    const nested = {
      allOf: [
        { type: "object", properties: { a: { ...object, properties: { x: integer } } } },
        { properties: { a: { properties: { y: integer } } } },
      ],
    };
    expectVerdict(nested, { properties: { a: { propertyNames: { enum: ["x", "y"] } } } }, "contained", closed);
    expectVerdict(nested, { properties: { a: { maxProperties: 1 } } }, "witness", closed);
  });

  it("closes the alternatives of a union each by itself", () => {
    const union = { oneOf: [card("a", { x: integer }), card("b", { y: integer })] };
    const right = { properties: { y: integer } };
    expectVerdict(union, right, "contained", closed);
    expectVerdict(union, right, "witness");
    expectVerdict({ anyOf: [person, string] }, { propertyNames: { enum: ["name"] } }, "contained", closed);
  });

  it("leaves conditions as they are", () => {
    expectVerdict(
      { ...person, not: { properties: { name: { const: "x" } }, required: ["name"] } },
      { properties: { name: { not: { const: "x" } } } },
      "contained",
      closed,
    );
  });
});

describe("honesty", () => {
  it.each([
    ["an unknown format", string, { format: "cpf" }, 'format "cpf"'],
    ["a dynamic reference", string, { $dynamicRef: "#node" }, "$dynamicRef"],
    ["a backreference", { type: "string", pattern: "^(.+)\\1$" }, { type: "string", pattern: "^(.*)\\1$" }, "pattern"],
    ["a keyword that is not what it must be", { minLength: "two" }, string, "minLength is a count"],
    ["a pattern that is none", { pattern: "[" }, string, 'pattern "["'],
  ])("is unknown before %s, and says so", (_, left, right, reason) => {
    const result = contains(
      { schema: left as JsonSchema, definitions: {} },
      { schema: right as JsonSchema, definitions: {} },
    );
    expect(result).toMatchObject({ verdict: "unknown" });
    expect((result as { reason: string }).reason).toContain(reason);
  });

  it("takes nothing that it does not understand for equal", () => {
    const many = (name: string) => ({
      anyOf: Array.from({ length: 9 }, (_, at) => ({ properties: { [`${name}${at}`]: integer } })),
      unevaluatedProperties: false,
    });
    expectVerdict(many("a"), many("a"), "contained");
    const [left, right] = [many("a"), many("b")].map((schema) => ({ schema, definitions: {} }));
    expect(contains(left!, right!).verdict).not.toBe("contained");
    const dynamic = { $dynamicRef: "#node" };
    expectVerdict({ properties: { a: { ...dynamic } } }, { properties: { a: { ...dynamic } } }, "unknown");
  });

  it("does not need what it does not understand", () => {
    expectVerdict({ type: "string", format: "cpf" }, string, "contained");
    expectVerdict(
      { type: "object", properties: { a: { format: "cpf" } } },
      { properties: { a: { format: "cpf" } } },
      "contained",
    );
    expectVerdict({ type: ["string", "null"] }, { type: "string", format: "cpf" }, "witness");
  });

  it("takes formats as annotations when asked to", () => {
    expectVerdict(string, { format: "date" }, "contained", { assertFormats: false });
    expectVerdict(string, { format: "date" }, "witness");
  });

  it("gives up within its steps, and can be given more", () => {
    const wide = (count: number) => ({
      allOf: Array.from({ length: count }, (_, at) => ({
        anyOf: [{ required: [`a${at}`] }, { required: [`b${at}`] }],
      })),
    });
    const [left, right] = [
      { schema: wide(9), definitions: {} },
      { schema: { minProperties: 9 }, definitions: {} },
    ];
    expect(contains(left, right, { stepsMax: 50 })).toEqual({
      verdict: "unknown",
      reason: "the search reached its bound of 50 steps",
    });
    expect(contains(left, right)).toEqual({ verdict: "contained" });
  });

  it("gives small witnesses with the place and keyword that fails", () => {
    const left = {
      type: "object",
      properties: { list: { type: "array", items: string }, more: string },
      required: ["more"],
    };
    const right = { properties: { list: { maxItems: 2 } } };
    expect(contains({ schema: left, definitions: {} }, { schema: right, definitions: {} })).toEqual({
      verdict: "witness",
      instance: { list: ["", "", ""], more: "" },
      pointer: "/list",
      keyword: "maxItems",
      message: "must NOT have more than 2 items",
    });
  });
});

function card(kind: string, properties: Readonly<Record<string, JsonSchema>> = {}) {
  return { type: "object", properties: { kind: { const: kind }, ...properties }, required: ["kind"] };
}

/** The keyword, so that no literal object here looks like a promise. */
function thenKeyword() {
  return "then" as const;
}
