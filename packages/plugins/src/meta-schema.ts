import type { JsonObject } from "@oap/protocol";

const schema = { $ref: "#/$defs/schema" };
const schemas = { type: "array", minItems: 1, items: schema };
const schemaMap = { type: "object", additionalProperties: schema };
const count = { type: "integer", minimum: 0 };
const number = { type: "number" };
const text = { type: "string" };
const flag = { type: "boolean" };
const names = { type: "array", items: text };
const types = { enum: ["array", "boolean", "integer", "null", "number", "object", "string"] };

/** Formats that are checked, all by expressions that cannot be made to backtrack. */
const formats = [
  "date",
  "date-time",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "json-pointer",
  "time",
  "uri",
  "uri-reference",
  "uuid",
];

const keywords: JsonObject = {
  $ref: text,
  $comment: text,
  title: text,
  description: text,
  examples: { type: "array" },
  default: true,
  deprecated: flag,
  readOnly: flag,
  writeOnly: flag,
  contentEncoding: text,
  contentMediaType: text,
  type: { anyOf: [types, { type: "array", minItems: 1, items: types }] },
  const: true,
  enum: { type: "array", minItems: 1 },
  format: { enum: formats },
  pattern: { type: "string", maxLength: 1024 },
  minLength: count,
  maxLength: count,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: { type: "number", exclusiveMinimum: 0 },
  required: names,
  properties: schemaMap,
  additionalProperties: schema,
  unevaluatedProperties: schema,
  propertyNames: schema,
  minProperties: count,
  maxProperties: count,
  dependentRequired: { type: "object", additionalProperties: names },
  dependentSchemas: schemaMap,
  items: schema,
  prefixItems: schemas,
  unevaluatedItems: schema,
  contains: schema,
  minContains: count,
  maxContains: count,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
  if: schema,
  // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
  then: schema,
  else: schema,
};

/**
 * What a schema that arrives at run time may look like: JSON Schema 2020-12 without the keywords that reach outside of it
 * (`$id` inside, anchors, dynamic references) and without `patternProperties`, in whose place `propertyNames` with a
 * pattern and `additionalProperties` serve.
 */
export const metaSchema: JsonObject = {
  $defs: { schema: { type: ["object", "boolean"], properties: keywords, additionalProperties: false } },
  type: "object",
  properties: {
    ...keywords,
    $id: text,
    $schema: { const: "https://json-schema.org/draft/2020-12/schema" },
    $defs: { type: "object", propertyNames: { pattern: "^[A-Za-z0-9_.-]+$" }, additionalProperties: schema },
  },
  additionalProperties: false,
};
