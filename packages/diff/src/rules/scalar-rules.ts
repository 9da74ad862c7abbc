import { defineRules, object, request, response } from "./rule.ts";

const string = { type: "string" };
const number = { type: "number" };
const integer = { type: "integer" };
const list = { type: "array" };

/** Rules of what one value may be: its type, its listed values, its bounds, its text. */
export const scalarRules = defineRules({
  "type-narrowed": {
    axis: "WIRE",
    title: "Fewer types are accepted",
    explanation:
      "A value may no longer be of a type that it could be of. Clients that send that type are rejected; whoever reads the value is safe. Accept the old type until nobody sends it.",
    example: request(object({ amount: number }), object({ amount: integer })),
  },
  "type-widened": {
    axis: "WIRE",
    title: "More types are accepted",
    explanation:
      "A value may be of a further type. Clients that send it are safe; those that read it may get a type that they do not know. Answer the new type in a new member.",
    example: response(object({ amount: integer }), object({ amount: number })),
  },
  "type-incomparable": {
    axis: "WIRE",
    title: "The type is another one",
    explanation:
      "Neither of the old and the new types covers the other, so that whoever sends the old or reads the new fails. Add a member of the new type and keep the old one until its sunset.",
    example: request(object({ amount: number }), object({ amount: string })),
  },
  "null-removed": {
    axis: "WIRE",
    title: "`null` is no longer accepted",
    explanation: "Clients that send `null` are rejected. Take it as if the member were absent.",
    example: request(object({ note: { type: ["string", "null"] } }), object({ note: string })),
  },
  "null-added": {
    axis: "WIRE",
    title: "`null` is accepted",
    explanation:
      "Clients that read the value may get `null`, which they were told never to get. Leave the member out instead.",
    asksFor: "minor",
    example: response(object({ note: string }), object({ note: { anyOf: [string, { type: "null" }] } })),
  },
  "const-added": {
    axis: "WIRE",
    title: "Only one value is accepted",
    explanation: "Clients that send any other value are rejected.",
    example: request(object({ currency: string }), object({ currency: { const: "EUR" } })),
  },
  "const-changed": {
    axis: "WIRE",
    title: "The only accepted value is another one",
    explanation: "Whoever sends the old value is rejected, and whoever reads the new one does not know it.",
    example: request(object({ currency: { const: "EUR" } }), object({ currency: { const: "USD" } })),
  },
  "const-removed": {
    axis: "WIRE",
    title: "More than one value is accepted",
    explanation: "Clients that read the value relied on its being the only one.",
    example: response(object({ currency: { type: "string", const: "EUR" } }), object({ currency: string })),
  },
  "enum-value-removed": {
    axis: "WIRE",
    title: "A value is gone from a list of values",
    explanation: "Clients that send the value are rejected. Keep accepting it, and map it to what took its place.",
    example: request(object({ size: { enum: ["S", "M", "L"] } }), object({ size: { enum: ["S", "M"] } })),
  },
  "enum-value-added": {
    axis: "WIRE",
    title: "A value is new in a list of values",
    explanation:
      "Clients that read the value may get one that they have no case for. A list that is marked `x-extensible-enum: true` has told them so before: there it is a warning.",
    otherwise: { response: "widen" },
    asksFor: "minor",
    example: response(object({ size: { enum: ["S", "M"] } }), object({ size: { enum: ["S", "M", "L"] } })),
  },
  "enum-introduced": {
    axis: "WIRE",
    title: "Only listed values are accepted",
    explanation: "Clients that send any other value are rejected.",
    example: request(object({ size: string }), object({ size: { type: "string", enum: ["S", "M"] } })),
  },
  "enum-dropped": {
    axis: "WIRE",
    title: "Values are no longer listed",
    explanation: "Clients that read the value may get one that they have no case for.",
    example: response(object({ size: { type: "string", enum: ["S", "M"] } }), object({ size: string })),
  },
  "minimum-raised": {
    axis: "WIRE",
    title: "The least number is greater",
    explanation:
      "Clients that send a smaller number are rejected. Of integers, `exclusiveMinimum: 0` counts as `minimum: 1`.",
    example: request(
      object({ count: { type: "integer", minimum: 0 } }),
      object({ count: { type: "integer", exclusiveMinimum: 0 } }),
    ),
  },
  "minimum-lowered": {
    axis: "WIRE",
    title: "The least number is smaller",
    explanation: "Clients that read the number may get one below what they were told.",
    example: response(
      object({ count: { type: "integer", minimum: 1 } }),
      object({ count: { type: "integer", minimum: 0 } }),
    ),
  },
  "maximum-lowered": {
    axis: "WIRE",
    title: "The greatest number is smaller",
    explanation: "Clients that send a greater number are rejected.",
    example: request(
      object({ count: { type: "integer", maximum: 100 } }),
      object({ count: { type: "integer", maximum: 10 } }),
    ),
  },
  "maximum-raised": {
    axis: "WIRE",
    title: "The greatest number is greater",
    explanation: "Clients that read the number may get one that does not fit where they keep it.",
    example: response(
      object({ count: { type: "integer", maximum: 10 } }),
      object({ count: { type: "integer", maximum: 100 } }),
    ),
  },
  "multiple-of-narrowed": {
    axis: "WIRE",
    title: "The step of a number is coarser",
    explanation: "Clients that send a number between the new steps are rejected: 5 is no multiple of 10.",
    example: request(
      object({ count: { type: "integer", multipleOf: 5 } }),
      object({ count: { type: "integer", multipleOf: 10 } }),
    ),
  },
  "multiple-of-widened": {
    axis: "WIRE",
    title: "The step of a number is finer",
    explanation: "Clients that read the number may get one between the steps that they know.",
    example: response(
      object({ count: { type: "integer", multipleOf: 10 } }),
      object({ count: { type: "integer", multipleOf: 5 } }),
    ),
  },
  "multiple-of-changed": {
    axis: "WIRE",
    title: "The step of a number is another one",
    explanation: "Neither step is a multiple of the other, so that it breaks who sends and who reads.",
    example: request(
      object({ count: { type: "integer", multipleOf: 2 } }),
      object({ count: { type: "integer", multipleOf: 3 } }),
    ),
  },
  "min-length-raised": {
    axis: "WIRE",
    title: "Short texts are rejected",
    explanation: "Clients that send a shorter text are rejected.",
    example: request(object({ name: string }), object({ name: { type: "string", minLength: 3 } })),
  },
  "min-length-lowered": {
    axis: "WIRE",
    title: "Shorter texts are accepted",
    explanation: "Clients that read the text may get a shorter one than they were told.",
    example: response(
      object({ name: { type: "string", minLength: 3 } }),
      object({ name: { type: "string", minLength: 1 } }),
    ),
  },
  "max-length-lowered": {
    axis: "WIRE",
    title: "Long texts are rejected",
    explanation: "Clients that send a longer text are rejected.",
    example: request(object({ name: string }), object({ name: { type: "string", maxLength: 8 } })),
  },
  "max-length-raised": {
    axis: "WIRE",
    title: "Longer texts are accepted",
    explanation: "Clients that read the text may get a longer one than they have room for.",
    example: response(
      object({ name: { type: "string", maxLength: 4 } }),
      object({ name: { type: "string", maxLength: 8 } }),
    ),
  },
  "pattern-narrowed": {
    axis: "WIRE",
    title: "A pattern matches fewer texts",
    explanation: "Clients that send a text that only the old pattern matches are rejected.",
    example: request(
      object({ sku: { type: "string", pattern: "^[A-Za-z]+$" } }),
      object({ sku: { type: "string", pattern: "^[A-Z]+$" } }),
    ),
  },
  "pattern-widened": {
    axis: "WIRE",
    title: "A pattern matches more texts",
    explanation: "Clients that read the text may get one that only the new pattern matches.",
    example: response(
      object({ sku: { type: "string", pattern: "^[A-Z]+$" } }),
      object({ sku: { type: "string", pattern: "^[A-Za-z]+$" } }),
    ),
  },
  "pattern-changed": {
    axis: "WIRE",
    title: "A pattern matches other texts",
    explanation: "Each pattern matches a text that the other does not, so that it breaks who sends and who reads.",
    example: request(
      object({ sku: { type: "string", pattern: "^[A-Z]+$" } }),
      object({ sku: { type: "string", pattern: "^[0-9]+$" } }),
    ),
  },
  "pattern-rewritten": {
    axis: "WIRE",
    title: "A pattern is written in another way",
    explanation: "Both patterns match the same texts: nobody is concerned.",
    example: request(
      object({ sku: { type: "string", pattern: "^[0-9]+$" } }),
      object({ sku: { type: "string", pattern: "^\\d+$" } }),
    ),
  },
  "pattern-undecided": {
    axis: "WIRE",
    title: "Nothing is known of a changed pattern",
    explanation:
      "The patterns use what cannot be decided, such as back references, and no text was found that tells them apart. Acknowledge it with a reason, or write the pattern without them.",
    example: request(
      object({ sku: { type: "string", pattern: "^([a-z]+)-\\1$" } }),
      object({ sku: { type: "string", pattern: "^([a-z]{1,40})-\\1$" } }),
    ),
  },
  "format-added": {
    axis: "WIRE",
    title: "Texts have to be of a format",
    explanation: "Clients that send a text of another form are rejected where formats are checked.",
    example: request(object({ since: string }), object({ since: { type: "string", format: "date" } })),
  },
  "format-removed": {
    axis: "WIRE",
    title: "Texts need not be of a format",
    explanation: "Clients that read the text may get one that they cannot parse.",
    example: response(object({ since: { type: "string", format: "date" } }), object({ since: string })),
  },
  "format-changed": {
    axis: "WIRE",
    title: "Texts have to be of another format",
    explanation: "Whoever sends or parses the old format fails.",
    example: request(
      object({ since: { type: "string", format: "date" } }),
      object({ since: { type: "string", format: "date-time" } }),
    ),
  },
  "content-encoding-changed": {
    axis: "WIRE",
    title: "A text is encoded in another way",
    explanation:
      "`contentEncoding` and `contentMediaType` say what the text means. No validator checks them, and everybody who encodes or decodes depends on them.",
    effects: { request: "incomparable", response: "incomparable" },
    example: request(
      object({ body: { type: "string", contentEncoding: "base64" } }),
      object({ body: { type: "string", contentEncoding: "base64url" } }),
    ),
  },
  "min-items-raised": {
    axis: "WIRE",
    title: "Short lists are rejected",
    explanation: "Clients that send fewer items are rejected.",
    example: request(object({ lines: list }), object({ lines: { type: "array", minItems: 1 } })),
  },
  "min-items-lowered": {
    axis: "WIRE",
    title: "Shorter lists are accepted",
    explanation: "Clients that read the list may get fewer items than they were told.",
    example: response(object({ lines: { type: "array", minItems: 1 } }), object({ lines: list })),
  },
  "max-items-lowered": {
    axis: "WIRE",
    title: "Long lists are rejected",
    explanation: "Clients that send more items are rejected.",
    example: request(object({ lines: list }), object({ lines: { type: "array", maxItems: 10 } })),
  },
  "max-items-raised": {
    axis: "WIRE",
    title: "Longer lists are accepted",
    explanation: "Clients that read the list may get more items than they have room for.",
    example: response(
      object({ lines: { type: "array", maxItems: 2 } }),
      object({ lines: { type: "array", maxItems: 3 } }),
    ),
  },
  "min-properties-raised": {
    axis: "WIRE",
    title: "Objects of few members are rejected",
    explanation: "Clients that send fewer members are rejected.",
    example: request({ type: "object" }, { type: "object", minProperties: 1 }),
  },
  "min-properties-lowered": {
    axis: "WIRE",
    title: "Objects of fewer members are accepted",
    explanation: "Clients that read the object may get fewer members than they were told.",
    example: response({ type: "object", minProperties: 1 }, { type: "object" }),
  },
  "max-properties-lowered": {
    axis: "WIRE",
    title: "Objects of many members are rejected",
    explanation: "Clients that send more members are rejected.",
    example: request({ type: "object" }, { type: "object", maxProperties: 4 }),
  },
  "max-properties-raised": {
    axis: "WIRE",
    title: "Objects of more members are accepted",
    explanation: "Clients that read the object may get more members than they have room for.",
    example: response({ type: "object", maxProperties: 4 }, { type: "object", maxProperties: 8 }),
  },
});
