import type { JsonSchema } from "../contract.ts";

/**
 * `=` the two accept the same, `<` the left accepts less, `>` it accepts more, `x` each accepts what the other does not.
 */
export type Relation = "=" | "<" | ">" | "x";
export type Row = readonly [left: JsonSchema, relation: Relation, right: JsonSchema];

const integer = { type: "integer" };
const string = { type: "string" };

/** By keyword, schemas and how what they accept is related. */
export const containmentTable: Readonly<Record<string, readonly Row[]>> = {
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
    [{ type: "string", allOf: [{ pattern: "^(?:aaaaa)*$" }, { pattern: "^(?:aa)*$" }], minLength: 11 }, ">", false],
    [
      { type: "string", allOf: [{ pattern: "^(?:aaaaa)*$" }, { pattern: "^(?:aa)*$" }], minLength: 11 },
      "x",
      { type: "string", maxLength: 19 },
    ],
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
    [{ format: "uri" }, "x", { maxLength: 512 }],
    [{ format: "date-time" }, "x", { minLength: 21, maxLength: 40 }],
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
    [{ type: "array", prefixItems: [{ enum: [1, 2] }, { const: 2 }], items: false }, "x", { uniqueItems: true }],
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
    [
      {
        oneOf: [
          { properties: { k: { const: 1 } }, required: ["k"] },
          { properties: { k: { const: 2 } }, required: ["k"] },
        ],
      },
      "=",
      { type: "object", properties: { k: { enum: [1, 2] } }, required: ["k"] },
    ],
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

/** A branch that a required constant tells from others. */
export function card(kind: string, properties: Readonly<Record<string, JsonSchema>> = {}) {
  return { type: "object", properties: { kind: { const: kind }, ...properties }, required: ["kind"] };
}

/** The keyword, so that no literal object here looks like a promise. */
function thenKeyword() {
  return "then" as const;
}
