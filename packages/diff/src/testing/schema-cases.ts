import type { JsonSchema } from "../contract.ts";
import type { RuleId } from "../rules.ts";

/** What a rule says of a case on one side: error, warning, info, unknown, or nothing. */
export type Expected = "E" | "W" | "I" | "U" | "-";

/** The rule, what the case is, the schema in both versions, and what the rule says where clients send it and where they read it. */
export type SchemaCase = readonly [
  rule: RuleId,
  what: string,
  base: JsonSchema,
  head: JsonSchema,
  request: Expected,
  response: Expected,
];

const string = { type: "string" };
const integer = { type: "integer" };
const number = { type: "number" };
const boolean = { type: "boolean" };
const cat = { type: "object", properties: { is: { const: "cat" }, lives: integer }, required: ["is"] };
const dog = { type: "object", properties: { is: { const: "dog" }, tricks: integer }, required: ["is"] };
const fish = { type: "object", properties: { is: { const: "fish" } }, required: ["is"] };

function o(properties: Record<string, JsonSchema>, required: readonly string[] = [], more: object = {}): JsonSchema {
  return { type: "object", properties, ...(required.length > 0 && { required }), ...more };
}

function e(...values: readonly unknown[]): JsonSchema {
  return { enum: values };
}

const closed = { additionalProperties: false };
const open = { additionalProperties: true };

/** Every rule of schemas: what breaks, what does not, and what only looks like it. */
// biome-ignore format: a table
// biome-ignore-start lint/suspicious/noThenProperty: the keyword of JSON Schema
export const schemaCases: readonly SchemaCase[] = [
  // Objects.
  ["required-added", "a new required member", o({ a: string }), o({ a: string, b: string }, ["b"]), "E", "I"],
  ["required-added", "with a default too", o({ a: string }), o({ a: string, b: { type: "string", default: "" } }, ["b"]), "E", "I"],
  ["required-added", "an undeclared name", o({ a: string }, [], open), o({ a: string }, ["b"], open), "E", "I"],
  ["required-added", "already required, declared now", o({ a: string }, ["b"]), o({ a: string, b: {} }, ["b"]), "-", "-"],
  ["optional-added", "to an open object", o({ a: string }), o({ a: string, b: string }), "I", "I"],
  ["optional-added", "to a closed object", o({ a: string }, [], closed), o({ a: string, b: string }, [], closed), "I", "E"],
  ["optional-added", "where undeclared ones were of a schema", o({}, [], { additionalProperties: string }), o({ b: integer }, [], { additionalProperties: string }), "E", "E"],
  ["optional-added", "within what undeclared ones were", o({}, [], { additionalProperties: string }), o({ b: string }, [], { additionalProperties: string }), "I", "I"],
  ["property-removed", "an optional one of an open object", o({ a: string, b: string }), o({ a: string }), "W", "I"],
  ["property-removed", "a required one of an open object", o({ a: string, b: string }, ["b"]), o({ a: string }), "W", "E"],
  ["property-removed", "an optional one of a closed object", o({ a: string, b: string }, [], closed), o({ a: string }, [], closed), "E", "I"],
  ["property-removed", "a required one of a closed object", o({ a: string, b: string }, ["b"], closed), o({ a: string }, [], closed), "E", "E"],
  ["property-removed", "one that a part of allOf declares still", o({ a: string, b: string }), { allOf: [o({ a: string }), o({ b: string })] }, "-", "-"],
  ["property-renamed", "a required one", o({ userName: string }, ["userName"]), o({ user_name: string }, ["user_name"]), "E", "E"],
  ["property-renamed", "of another schema: one gone, one new", o({ a: string }, ["a"]), o({ b: integer }, ["b"]), "-", "-"],
  ["property-renamed", "optional and unlike", o({ colour: string }), o({ weight: string }), "-", "-"],
  ["optional-to-required", "a declared member", o({ a: string }), o({ a: string }, ["a"]), "E", "I"],
  ["optional-to-required", "that an alternative required already", { ...(o({ a: string }) as object), allOf: [{ required: ["a"] }] }, { ...(o({ a: string }, ["a"]) as object), allOf: [{ required: ["a"] }] }, "I", "I"],
  ["required-to-optional", "a declared member", o({ a: string }, ["a"]), o({ a: string }), "I", "E"],
  ["closed", "what was explicitly open", o({ a: string }, [], open), o({ a: string }, [], closed), "E", "I"],
  ["closed", "what was silent", o({ a: string }), o({ a: string }, [], closed), "W", "I"],
  ["closed", "an object without declared members", { type: "object" }, { type: "object", additionalProperties: false }, "E", "I"],
  ["closed", "closed before", o({ a: string }, [], closed), o({ a: string, b: string }, [], closed), "-", "-"],
  ["opened", "explicitly", o({ a: string }, [], closed), o({ a: string }, [], open), "I", "E"],
  ["opened", "by silence", o({ a: string }, [], closed), o({ a: string }), "I", "I"],
  ["additional-narrowed", "from anything", { type: "object" }, { type: "object", additionalProperties: string }, "E", "I"],
  ["additional-widened", "to anything", { type: "object", additionalProperties: string }, { type: "object" }, "I", "E"],
  ["additional-widened", "from nothing to a schema", { type: "object", additionalProperties: false }, { type: "object", additionalProperties: string }, "I", "E"],
  ["additional-changed", "with other patterns", { type: "object", patternProperties: { "^a": string }, additionalProperties: integer }, { type: "object", patternProperties: { "^b": string }, additionalProperties: boolean }, "E", "E"],
  ["pattern-property-added", "for names that could be anything", { type: "object" }, { type: "object", patternProperties: { "^x-": string } }, "E", "I"],
  ["pattern-property-added", "to a closed object", { type: "object", additionalProperties: false }, { type: "object", patternProperties: { "^x-": string }, additionalProperties: false }, "I", "E"],
  ["pattern-property-removed", "from an open object", { type: "object", patternProperties: { "^x-": string } }, { type: "object" }, "I", "E"],
  ["property-names-narrowed", "introduced", { type: "object" }, { type: "object", propertyNames: { maxLength: 3 } }, "E", "I"],
  ["property-names-narrowed", "lowered", { type: "object", propertyNames: { maxLength: 5 } }, { type: "object", propertyNames: { maxLength: 3 } }, "E", "I"],
  ["property-names-widened", "dropped", { type: "object", propertyNames: { maxLength: 3 } }, { type: "object" }, "I", "E"],
  ["property-names-changed", "to others", { type: "object", propertyNames: e("a", "b") }, { type: "object", propertyNames: e("b", "c") }, "E", "E"],
  ["min-properties-raised", "from none", { type: "object" }, { type: "object", minProperties: 1 }, "E", "I"],
  ["min-properties-raised", "below what is required", o({ a: string }, ["a"]), o({ a: string }, ["a"], { minProperties: 1 }), "I", "I"],
  ["min-properties-raised", "to zero", { type: "object" }, { type: "object", minProperties: 0 }, "-", "-"],
  ["min-properties-lowered", "to none", { type: "object", minProperties: 1 }, { type: "object" }, "I", "E"],
  ["max-properties-lowered", "from any number", { type: "object" }, { type: "object", maxProperties: 4 }, "E", "I"],
  ["max-properties-lowered", "above what is declared", o({ a: string }, [], closed), o({ a: string }, [], { ...closed, maxProperties: 1 }), "I", "I"],
  ["max-properties-raised", "by one", { type: "object", maxProperties: 4 }, { type: "object", maxProperties: 5 }, "I", "E"],
  ["dependent-required-added", "of two optional members", o({ a: string, b: string }), o({ a: string, b: string }, [], { dependentRequired: { a: ["b"] } }), "E", "I"],
  ["dependent-required-added", "of a required member", o({ a: string, b: string }, ["b"]), o({ a: string, b: string }, ["b"], { dependentRequired: { a: ["b"] } }), "I", "I"],
  ["dependent-required-removed", "of two optional members", o({ a: string, b: string }, [], { dependentRequired: { a: ["b"] } }), o({ a: string, b: string }), "I", "E"],
  ["dependent-schema-narrowed", "introduced", o({ a: string, b: string }), o({ a: string, b: string }, [], { dependentSchemas: { a: { required: ["b"] } } }), "E", "I"],
  ["dependent-schema-widened", "dropped", o({ a: string, b: string }, [], { dependentSchemas: { a: { required: ["b"] } } }), o({ a: string, b: string }), "I", "E"],
  ["dependent-schema-changed", "to another member", o({ a: string, b: string, c: string }, [], { dependentSchemas: { a: { required: ["b"] } } }), o({ a: string, b: string, c: string }, [], { dependentSchemas: { a: { required: ["c"] } } }), "E", "E"],

  // Scalars.
  ["type-narrowed", "number to integer", number, integer, "E", "I"],
  ["type-narrowed", "two to one", { type: ["string", "integer"] }, string, "E", "I"],
  ["type-narrowed", "anything to a type", true, string, "E", "I"],
  ["type-narrowed", "one of two in another order", { type: ["string", "integer"] }, { type: ["integer", "string"] }, "-", "-"],
  ["type-widened", "integer to number", integer, number, "I", "E"],
  ["type-widened", "one to two", string, { type: ["string", "integer"] }, "I", "E"],
  ["type-incomparable", "string to integer", string, integer, "E", "E"],
  ["type-incomparable", "integer to number is wider only", integer, number, "-", "-"],
  ["null-removed", "from a list of types", { type: ["string", "null"] }, string, "E", "I"],
  ["null-removed", "from a union", { anyOf: [string, { type: "null" }] }, string, "E", "I"],
  ["null-removed", "from an enum", { type: ["string", "null"], enum: ["a", null] }, { type: "string", enum: ["a"] }, "E", "I"],
  ["null-removed", "written in another way", { anyOf: [string, { type: "null" }] }, { type: ["string", "null"] }, "-", "-"],
  ["null-added", "to a type", string, { type: ["string", "null"] }, "I", "E"],
  ["null-added", "by a union with a type", string, { oneOf: [string, { const: null }] }, "I", "E"],
  ["null-added", "to anything", true, true, "-", "-"],
  ["null-added", "beside a union that was edited too", { anyOf: [integer, boolean] }, { anyOf: [{ anyOf: [integer, boolean, string] }, { type: "null" }] }, "I", "E"],
  ["null-added", "that an alternative accepted", { anyOf: [string, { type: ["boolean", "null"] }] }, { anyOf: [{ anyOf: [string, boolean] }, { type: "null" }] }, "-", "-"],
  ["const-added", "to a text", string, { type: "string", const: "a" }, "E", "I"],
  ["const-changed", "to another", { const: "a" }, { const: "b" }, "E", "E"],
  ["const-changed", "to an enum of the one", { const: "a" }, e("a"), "-", "-"],
  ["const-removed", "from a text", { type: "string", const: "a" }, string, "I", "E"],
  ["enum-value-removed", "one of three", e("a", "b", "c"), e("a", "b"), "E", "I"],
  ["enum-value-removed", "in another order", e("a", "b"), e("b", "a"), "-", "-"],
  ["enum-value-removed", "that the type forbade", { type: "string", enum: ["a", 1] }, { type: "string", enum: ["a"] }, "-", "-"],
  ["enum-value-added", "a third", e("a", "b"), e("a", "b", "c"), "I", "E"],
  ["enum-value-added", "to an extensible list", { enum: ["a"], "x-extensible-enum": true }, { enum: ["a", "b"], "x-extensible-enum": true }, "I", "W"],
  ["enum-introduced", "for a text", string, { type: "string", enum: ["a", "b"] }, "E", "I"],
  ["enum-introduced", "of both booleans", boolean, { enum: [true, false] }, "I", "I"],
  ["enum-dropped", "for any text", { type: "string", enum: ["a", "b"] }, string, "I", "E"],
  ["minimum-raised", "by one", { type: "integer", minimum: 0 }, { type: "integer", minimum: 1 }, "E", "I"],
  ["minimum-raised", "to exclusive", { type: "number", minimum: 0 }, { type: "number", exclusiveMinimum: 0 }, "E", "I"],
  ["minimum-raised", "of integers: exclusive 0 is 1", { type: "integer", minimum: 1 }, { type: "integer", exclusiveMinimum: 0 }, "-", "-"],
  ["minimum-raised", "of a text", { type: "string" }, { type: "string", minimum: 3 }, "I", "I"],
  ["minimum-lowered", "by one", { type: "integer", minimum: 1 }, { type: "integer", minimum: 0 }, "I", "E"],
  ["maximum-lowered", "by one", { type: "integer", maximum: 9 }, { type: "integer", maximum: 8 }, "E", "I"],
  ["maximum-lowered", "of integers, between two", { type: "integer", maximum: 9.5 }, { type: "integer", maximum: 9 }, "-", "-"],
  ["maximum-raised", "by one", { type: "integer", maximum: 8 }, { type: "integer", maximum: 9 }, "I", "E"],
  ["multiple-of-narrowed", "5 to 10", { type: "integer", multipleOf: 5 }, { type: "integer", multipleOf: 10 }, "E", "I"],
  ["multiple-of-widened", "10 to 5", { type: "integer", multipleOf: 10 }, { type: "integer", multipleOf: 5 }, "I", "E"],
  ["multiple-of-changed", "2 to 3", { type: "integer", multipleOf: 2 }, { type: "integer", multipleOf: 3 }, "E", "E"],
  ["multiple-of-changed", "1 of integers says nothing", integer, { type: "integer", multipleOf: 1 }, "I", "I"],
  ["min-length-raised", "by one", { type: "string", minLength: 1 }, { type: "string", minLength: 2 }, "E", "I"],
  ["min-length-raised", "of listed texts that are longer", { type: "string", enum: ["aa"] }, { type: "string", enum: ["aa"], minLength: 2 }, "I", "I"],
  ["min-length-lowered", "to none", { type: "string", minLength: 1 }, string, "I", "E"],
  ["max-length-lowered", "by one", { type: "string", maxLength: 3 }, { type: "string", maxLength: 2 }, "E", "I"],
  ["max-length-raised", "by one", { type: "string", maxLength: 2 }, { type: "string", maxLength: 3 }, "I", "E"],
  ["pattern-narrowed", "introduced", string, { type: "string", pattern: "^a+$" }, "E", "I"],
  ["pattern-narrowed", "to fewer letters", { type: "string", pattern: "^[a-z]+$" }, { type: "string", pattern: "^[a-f]+$" }, "E", "I"],
  ["pattern-widened", "to more letters", { type: "string", pattern: "^[a-f]+$" }, { type: "string", pattern: "^[a-z]+$" }, "I", "E"],
  ["pattern-widened", "dropped", { type: "string", pattern: "^a+$" }, string, "I", "E"],
  ["pattern-changed", "to other letters", { type: "string", pattern: "^[a-c]$" }, { type: "string", pattern: "^[b-d]$" }, "E", "E"],
  ["pattern-rewritten", "the same letters", { type: "string", pattern: "^[0-9]{2}$" }, { type: "string", pattern: "^[0-9][0-9]$" }, "I", "I"],
  ["format-added", "to a text", string, { type: "string", format: "date" }, "E", "I"],
  ["format-removed", "from a text", { type: "string", format: "date" }, string, "I", "E"],
  ["format-changed", "to another", { type: "string", format: "date" }, { type: "string", format: "date-time" }, "E", "E"],
  ["content-encoding-changed", "to another", { type: "string", contentEncoding: "base64" }, { type: "string", contentEncoding: "base64url" }, "E", "E"],

  // Arrays.
  ["items-narrowed", "introduced", { type: "array" }, { type: "array", items: string }, "E", "I"],
  ["items-narrowed", "in the items: told there", { type: "array", items: number }, { type: "array", items: integer }, "-", "-"],
  ["items-widened", "dropped", { type: "array", items: string }, { type: "array" }, "I", "E"],
  ["type-narrowed", "of items", { type: "array", items: number }, { type: "array", items: integer }, "E", "I"],
  ["items-changed", "of unevaluated items", { type: "array", prefixItems: [string], unevaluatedItems: integer }, { type: "array", prefixItems: [string], unevaluatedItems: boolean }, "E", "E"],
  ["min-items-raised", "from none", { type: "array" }, { type: "array", minItems: 1 }, "E", "I"],
  ["min-items-lowered", "to none", { type: "array", minItems: 1 }, { type: "array" }, "I", "E"],
  ["max-items-lowered", "by one", { type: "array", maxItems: 3 }, { type: "array", maxItems: 2 }, "E", "I"],
  ["max-items-raised", "by one", { type: "array", maxItems: 2 }, { type: "array", maxItems: 3 }, "I", "E"],
  ["unique-set", "of a list", { type: "array" }, { type: "array", uniqueItems: true }, "E", "I"],
  ["unique-set", "of a list of one", { type: "array", maxItems: 1 }, { type: "array", maxItems: 1, uniqueItems: true }, "I", "I"],
  ["unique-unset", "of a list", { type: "array", uniqueItems: true }, { type: "array" }, "I", "E"],
  ["tuple-slot", "added", { type: "array", prefixItems: [string] }, { type: "array", prefixItems: [string, integer] }, "E", "I"],
  ["tuple-slot", "removed", { type: "array", prefixItems: [string, integer] }, { type: "array", prefixItems: [string] }, "I", "E"],
  ["tuple-slot", "that says what items say", { type: "array", prefixItems: [string], items: string }, { type: "array", items: string }, "-", "-"],
  ["tuple-rest-closed", "of a tuple", { type: "array", prefixItems: [string] }, { type: "array", prefixItems: [string], items: false }, "E", "I"],
  ["tuple-rest-opened", "of a tuple", { type: "array", prefixItems: [string], items: false }, { type: "array", prefixItems: [string] }, "I", "E"],
  ["contains-narrowed", "introduced", { type: "array" }, { type: "array", contains: string }, "E", "I"],
  ["contains-narrowed", "one more", { type: "array", contains: string }, { type: "array", contains: string, minContains: 2 }, "E", "I"],
  ["contains-widened", "dropped", { type: "array", contains: string }, { type: "array" }, "I", "E"],
  ["contains-changed", "to another type", { type: "array", contains: string }, { type: "array", contains: integer }, "E", "E"],

  // Composition.
  ["branch-removed", "one of two", { oneOf: [cat, dog] }, { oneOf: [cat] }, "E", "I"],
  ["branch-removed", "that another covers", { anyOf: [integer, number] }, { anyOf: [number] }, "I", "I"],
  ["branch-removed", "in another order", { oneOf: [cat, dog] }, { oneOf: [dog, cat] }, "-", "-"],
  ["branch-added", "a third", { oneOf: [cat, dog] }, { oneOf: [cat, fish, dog] }, "I", "E"],
  ["branch-added", "within another", { anyOf: [number, string] }, { anyOf: [integer, number, string] }, "I", "I"],
  ["optional-added", "in a branch that moved", { oneOf: [cat, dog] }, { oneOf: [dog, { ...cat, properties: { ...cat.properties, name: string } }] }, "I", "I"],
  ["optional-to-required", "in a branch that moved", { oneOf: [cat, dog] }, { oneOf: [{ ...dog, required: ["is", "tricks"] }, cat] }, "E", "I"],
  ["oneof-overlap-created", "by a new branch", { oneOf: [string, integer] }, { oneOf: [string, integer, { type: "integer", minimum: 5 }] }, "E", "I"],
  ["oneof-overlap-created", "by the keyword", { anyOf: [integer, number] }, { oneOf: [integer, number] }, "E", "I"],
  ["oneof-overlap-removed", "by the keyword", { oneOf: [integer, number] }, { anyOf: [integer, number] }, "I", "E"],
  ["oneof-overlap-created", "none between tagged ones", { oneOf: [cat, dog] }, { oneOf: [cat, dog, fish] }, "-", "-"],
  ["union-rewritten", "of tagged ones", { anyOf: [cat, dog] }, { oneOf: [cat, dog] }, "I", "I"],
  ["union-added", "beside members", o({ a: string, b: string }), o({ a: string, b: string }, [], { anyOf: [{ required: ["a"] }, { required: ["b"] }] }), "E", "I"],
  ["union-removed", "beside members", o({ a: string, b: string }, [], { anyOf: [{ required: ["a"] }, { required: ["b"] }] }), o({ a: string, b: string }), "I", "E"],
  ["wrapped-in-oneof", "with another alternative", cat, { oneOf: [cat, dog] }, "I", "E"],
  ["wrapped-in-oneof", "alone", cat, { oneOf: [cat] }, "I", "I"],
  ["wrapped-in-oneof", "with an overlapping one", integer, { oneOf: [integer, { type: "number", minimum: 5 }] }, "E", "E"],
  ["wrapped-in-anyof", "with another alternative", cat, { anyOf: [cat, dog] }, "I", "E"],
  ["unwrapped-from-union", "the one alternative", { anyOf: [cat, dog] }, cat, "E", "I"],
  ["discriminator-value-changed", "of one alternative", { oneOf: [cat, dog] }, { oneOf: [{ ...cat, properties: { ...cat.properties, is: { const: "tiger" } } }, dog] }, "E", "E"],
  ["union-reordered", "two alternatives", { anyOf: [string, integer] }, { anyOf: [integer, string] }, "W", "W"],
  ["union-reordered", "not where one is new", { anyOf: [string, integer] }, { anyOf: [boolean, string, integer] }, "-", "-"],
  ["allof-added", "a further schema", { allOf: [string, { maxLength: 9 }] }, { allOf: [string, { maxLength: 9 }, { minLength: 2 }] }, "E", "I"],
  ["allof-added", "that holds anyway", { allOf: [string, { minLength: 3 }] }, { allOf: [string, { minLength: 3 }, { minLength: 2 }] }, "I", "I"],
  ["allof-removed", "one of them", { allOf: [string, { minLength: 2 }, { maxLength: 9 }] }, { allOf: [string, { maxLength: 9 }] }, "I", "E"],
  ["min-length-raised", "within allOf", { allOf: [string, { minLength: 1 }] }, { allOf: [string, { minLength: 2 }] }, "E", "I"],
  ["not-added", "to a text", string, { type: "string", not: { const: "root" } }, "E", "I"],
  ["not-removed", "from a text", { type: "string", not: { const: "root" } }, string, "I", "E"],
  ["not-changed", "to exclude more", { type: "string", not: e("a") }, { type: "string", not: e("a", "b") }, "E", "I"],
  ["not-changed", "in another order", { type: "string", not: { anyOf: [e("a"), e("b")] } }, { not: { anyOf: [e("b"), e("a")] }, type: "string" }, "-", "-"],
  ["not-changed", "to exclude less", { type: "string", not: e("a", "b") }, { type: "string", not: e("a") }, "I", "E"],
  ["conditional-added", "that some fail", o({ a: boolean, b: string }), o({ a: boolean, b: string }, [], { if: { required: ["a"] }, then: { required: ["b"] } }), "E", "I"],
  ["conditional-added", "without consequence", o({ a: boolean }), o({ a: boolean }, [], { if: { required: ["a"] } }), "-", "-"],
  ["conditional-removed", "that some failed", o({ a: boolean, b: string }, [], { if: { required: ["a"] }, then: { required: ["b"] } }), o({ a: boolean, b: string }), "I", "E"],
  ["conditional-changed", "to ask more", { type: "integer", if: { minimum: 10 }, then: { multipleOf: 10 } }, { type: "integer", if: { minimum: 5 }, then: { multipleOf: 10 } }, "E", "I"],
  ["became-false", "from a text", o({ a: string }), o({ a: false }), "E", "I"],
  ["no-longer-false", "to a text", o({ a: false }), o({ a: string }), "I", "E"],
  ["became-any", "from a text", o({ a: string }), o({ a: true }), "I", "E"],
  ["became-any", "written in another way", o({ a: true }), o({ a: {} }), "-", "-"],
  ["schema-rewritten", "into parts", o({ a: string }, ["a"]), { allOf: [{ type: "object", required: ["a"] }, { properties: { a: string } }] }, "I", "I"],

  // Annotations.
  ["default-changed", "to another", { type: "string", default: "a" }, { type: "string", default: "b" }, "W", "I"],
  ["coercion-changed", "dropped", { type: "integer", "x-coerce": "string" }, integer, "W", "W"],
  ["access-changed", "to read only", string, { type: "string", readOnly: true }, "W", "W"],
  ["description-changed", "reworded", { type: "string", description: "a" }, { type: "string", description: "b" }, "I", "I"],
  ["example-changed", "to another", { type: "string", examples: ["a"] }, { type: "string", examples: ["b"] }, "I", "I"],
  ["deprecation-changed", "of a member", o({ a: string }), o({ a: { type: "string", deprecated: true } }), "I", "I"],
  ["title-changed", "of what becomes a type", { ...(o({}) as object), title: "A" }, { ...(o({}) as object), title: "B" }, "W", "W"],
  ["title-changed", "of a text: words alone", { type: "string", title: "A" }, { type: "string", title: "B" }, "-", "-"],
];
// biome-ignore-end lint/suspicious/noThenProperty: the keyword of JSON Schema
