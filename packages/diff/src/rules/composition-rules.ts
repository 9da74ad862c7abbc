import { defineRules, object, request, response } from "./rule.ts";

const string = { type: "string" };
const integer = { type: "integer" };
const card = { type: "object", properties: { kind: { const: "card" }, number: string }, required: ["kind"] };
const cash = { type: "object", properties: { kind: { const: "cash" } }, required: ["kind"] };

/** Rules of how schemas are put together. */
export const compositionRules = defineRules({
  "branch-removed": {
    axis: "WIRE",
    title: "An alternative is gone",
    explanation:
      "Clients that send it are rejected, unless another alternative accepts all of it. Alternatives are told apart by a required tag, a name, their structure or by proof, never by their place.",
    example: request({ oneOf: [card, cash] }, { oneOf: [card] }),
  },
  "branch-added": {
    axis: "WIRE",
    title: "An alternative is new",
    explanation:
      "Clients that read the value may get an alternative that they have no case for. Whoever sends it is safe.",
    asksFor: "minor",
    example: response({ oneOf: [string, integer] }, { oneOf: [string, integer, { type: "boolean" }] }),
  },
  "oneof-overlap-created": {
    axis: "WIRE",
    title: "A value is of two alternatives of `oneOf`",
    explanation:
      "`oneOf` rejects what two alternatives accept: a new or wider alternative can reject values that were fine. Use `anyOf`, or a required tag.",
    example: request({ oneOf: [string, integer] }, { oneOf: [string, integer, { type: "number", minimum: 5 }] }),
  },
  "oneof-overlap-removed": {
    axis: "WIRE",
    title: "A value is no longer of two alternatives of `oneOf`",
    explanation: "It was rejected and is accepted, so that whoever reads it may get what was never there.",
    example: response(
      { oneOf: [{ type: "integer" }, { type: "number" }] },
      { anyOf: [{ type: "integer" }, { type: "number" }] },
    ),
  },
  "oneof-overlap-changed": {
    axis: "WIRE",
    title: "Other values are of two alternatives of `oneOf`",
    explanation:
      "Some values were rejected for it and are accepted, others the other way round, or nothing was proven of them.",
    example: request(
      {
        oneOf: [
          { type: "integer", minimum: 0 },
          { type: "number", maximum: 5 },
        ],
      },
      {
        oneOf: [
          { type: "integer", minimum: 10 },
          { type: "number", maximum: 15 },
        ],
      },
    ),
  },
  "union-rewritten": {
    axis: "WIRE",
    title: "A union is written with another keyword",
    explanation: "`anyOf` and `oneOf` accept the same values here, since no value is of two alternatives.",
    example: request({ anyOf: [card, cash] }, { oneOf: [card, cash] }),
  },
  "union-added": {
    axis: "WIRE",
    title: "A value has to be one of several alternatives",
    explanation: "Clients that send a value of none of them are rejected.",
    example: request(object({ a: string, b: string }), {
      ...(object({ a: string, b: string }) as object),
      anyOf: [{ required: ["a"] }, { required: ["b"] }],
    }),
  },
  "union-removed": {
    axis: "WIRE",
    title: "A value no longer has to be one of several alternatives",
    explanation: "Clients that read the value may get one of no alternative that they know.",
    example: response(
      { ...(object({ a: string, b: string }) as object), anyOf: [{ required: ["a"] }, { required: ["b"] }] },
      object({ a: string, b: string }),
    ),
  },
  "wrapped-in-oneof": {
    axis: "WIRE",
    title: "A schema became an alternative of `oneOf`",
    explanation:
      "It breaks who reads, by the new alternatives, and who sends only where two alternatives overlap: it is proven.",
    example: response(card, { oneOf: [card, cash] }),
  },
  "wrapped-in-anyof": {
    axis: "WIRE",
    title: "A schema became an alternative of `anyOf`",
    explanation: "Clients that read the value may get one of the other alternatives. Whoever sends it is safe.",
    example: response(card, { anyOf: [card, cash] }),
  },
  "unwrapped-from-union": {
    axis: "WIRE",
    title: "One alternative is all there is",
    explanation: "Clients that send one of the other alternatives are rejected.",
    example: request({ anyOf: [card, cash] }, card),
  },
  "discriminator-value-changed": {
    axis: "WIRE",
    title: "An alternative is tagged by another value",
    explanation: "Whoever sends the old tag is rejected, and whoever reads the new one has no case for it.",
    example: request(
      { oneOf: [card, cash] },
      { oneOf: [{ ...card, properties: { ...card.properties, kind: { const: "creditCard" } } }, cash] },
    ),
  },
  "discriminator-removed": {
    axis: "SOURCE",
    title: "No property tells the alternatives apart any more",
    explanation:
      "Payloads stay as they are. Generated types lose the property by which code told the alternatives apart.",
    effects: { request: "narrow", response: "widen" },
    example: {
      before: { types: { Payment: { oneOf: [card, cash] } }, typeParts: { Payment: { discriminator: "kind" } } },
      after: { types: { Payment: { oneOf: [card, cash] } } },
    },
  },
  "union-reordered": {
    axis: "SOURCE",
    title: "Alternatives are in another order",
    explanation:
      "It means nothing on the wire and to TypeScript. Decoders of other languages take the first alternative that fits.",
    effects: { request: "none", response: "none" },
    example: response({ anyOf: [string, integer] }, { anyOf: [integer, string] }),
  },
  "allof-added": {
    axis: "WIRE",
    title: "A further schema has to hold",
    explanation: "Clients that send a value of which it does not hold are rejected.",
    example: request(object({ sku: string }), { allOf: [object({ sku: string }), { minProperties: 1 }] }),
  },
  "allof-removed": {
    axis: "WIRE",
    title: "A schema no longer has to hold",
    explanation: "Clients that read the value may get one of which it does not hold.",
    example: response(
      { allOf: [object({ sku: string }), { minProperties: 1 }, { maxProperties: 3 }] },
      { allOf: [object({ sku: string }), { maxProperties: 3 }] },
    ),
  },
  "not-added": {
    axis: "WIRE",
    title: "Certain values are excluded",
    explanation: "Clients that send them are rejected.",
    example: request(object({ name: string }), object({ name: { type: "string", not: { const: "root" } } })),
  },
  "not-removed": {
    axis: "WIRE",
    title: "Certain values are no longer excluded",
    explanation: "Clients that read the value may get them.",
    example: response(object({ name: { type: "string", not: { const: "root" } } }), object({ name: string })),
  },
  "not-changed": {
    axis: "WIRE",
    title: "Other values are excluded",
    explanation: "What it breaks is proven of the whole, since under `not` what is wider is narrower.",
    example: request(
      object({ name: { type: "string", not: { const: "root" } } }),
      object({ name: { type: "string", not: { enum: ["root", "admin"] } } }),
    ),
  },
  "conditional-added": {
    axis: "WIRE",
    title: "A condition asks for more",
    explanation: "Clients that send values of which `if` holds and `then` does not are rejected.",
    example: request(object({ express: { type: "boolean" } }), {
      ...(object({ express: { type: "boolean" } }) as object),
      if: { required: ["express"] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { required: ["phone"] },
    }),
  },
  "conditional-removed": {
    axis: "WIRE",
    title: "A condition no longer asks for more",
    explanation: "Clients that read the value relied on what the condition promised.",
    example: response(
      {
        ...(object({ express: { type: "boolean" }, phone: string }) as object),
        if: { required: ["express"] },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: { required: ["phone"] },
      },
      object({ express: { type: "boolean" }, phone: string }),
    ),
  },
  "conditional-changed": {
    axis: "WIRE",
    title: "A condition asks for something else",
    explanation: "What it breaks is proven of the whole: a wider `if` asks more values for `then`.",
    example: request(
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      { type: "integer", if: { minimum: 10 }, then: { multipleOf: 10 } },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      { type: "integer", if: { minimum: 5 }, then: { multipleOf: 10 } },
    ),
  },
  "recursion-introduced": {
    axis: "WIRE",
    title: "A schema contains itself",
    explanation: "Readers that walk a fixed number of levels meet more. What it breaks on the wire is proven.",
    example: {
      before: {
        response: { $ref: "#/$defs/Part" },
        types: { Part: object({ name: string, part: object({ name: string }) }) },
      },
      after: {
        response: { $ref: "#/$defs/Part" },
        types: { Part: object({ name: string, part: { $ref: "#/$defs/Part" } }) },
      },
    },
  },
  "became-false": {
    axis: "WIRE",
    title: "No value is accepted",
    explanation: "Clients that send the value at all are rejected.",
    example: request(object({ note: string }), object({ note: false })),
  },
  "no-longer-false": {
    axis: "WIRE",
    title: "A value is accepted where none was",
    explanation: "Clients that read the value were told that it is never there.",
    example: response(object({ note: false }), object({ note: string })),
  },
  "became-any": {
    axis: "WIRE",
    title: "Any value is accepted",
    explanation:
      "Clients that read the value may get anything, and code that was compiled against its type no longer knows one. Say what it can be.",
    source: { request: "narrow", response: "widen" },
    example: response(object({ note: string }), object({ note: true })),
  },
  "schema-rewritten": {
    axis: "WIRE",
    title: "A schema is put together in another way",
    explanation: "Several keywords were moved, and the same values are accepted: nobody is concerned.",
    example: request(object({ sku: string }), { allOf: [{ type: "object" }, { properties: { sku: string } }] }),
  },
  "schema-changed": {
    axis: "WIRE",
    title: "A schema accepts other values",
    explanation:
      "No other finding at this place explains it: what was changed here, or in a schema that it refers to, accepts other values together with what else is said. The payload shows one.",
    example: {
      before: {
        response: { $ref: "#/$defs/Whole" },
        types: {
          Part: object({ name: string }),
          Whole: { $ref: "#/$defs/Part", unevaluatedProperties: false },
        },
      },
      after: {
        response: { $ref: "#/$defs/Whole" },
        types: {
          Part: object({ name: string, note: string }),
          Whole: { $ref: "#/$defs/Part", unevaluatedProperties: false },
        },
      },
    },
  },
});
