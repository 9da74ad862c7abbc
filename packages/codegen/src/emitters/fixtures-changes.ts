import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";

/** One change of the value at a place, and the keyword of that place that refuses it. Without a keyword it is accepted. */
export interface Change {
  /** What is there after the change, such as `a number`, to be followed by the place. */
  readonly name: string;
  readonly value: unknown;
  readonly keyword?: string;
  /** Where under the place it fails, if not at the place itself. */
  readonly member?: string;
}

/** Boundary values whose JSON is longer than this are left out, so that the fixtures stay small. */
const sizeMax = 1_024;

/**
 * Changes of a valid value whose verdicts are certain from the keywords of this one schema: each breaks exactly one
 * keyword, or stands on the allowed side of its boundary. `sampleOf` yields a valid value of a subschema, if one is known.
 */
export function changesOf(
  schema: JsonSchemaObject,
  value: unknown,
  sampleOf: (schema: JsonSchema) => unknown,
): readonly Change[] {
  return [
    ...typeChanges(schema),
    ...listedChanges(schema, value),
    ...(typeof value === "number" ? numberChanges(schema, value) : []),
    ...(typeof value === "string" ? stringChanges(schema) : []),
    ...(Array.isArray(value) ? arrayChanges(schema, value, sampleOf) : []),
    ...(isObject(value) ? objectChanges(schema, value, sampleOf) : []),
  ];
}

/** Another kind of value, and null, which is never the same as absent. */
export function typeChanges(schema: JsonSchemaObject): readonly Change[] {
  if (typeof schema.type !== "string" || "const" in schema || schema.enum !== undefined) return [];
  const wrong =
    schema.type === "string"
      ? { name: "a number", value: 7 }
      : schema.type === "object"
        ? { name: "an array", value: [] }
        : { name: "text", value: "wrong" };
  return [
    { ...wrong, keyword: "type" },
    { name: "null", value: null, keyword: "type" },
  ];
}

/** Every other listed value, and one that is not listed, of the same type. */
function listedChanges(schema: JsonSchemaObject, value: unknown): readonly Change[] {
  if (typeof value !== "string") return [];
  const other = `${value}_OTHER`;
  if ("const" in schema) return [{ name: "another value than the one allowed", value: other, keyword: "const" }];
  if (schema.enum === undefined || schema.enum.includes(other)) return [];
  const rest = schema.enum
    .filter((listed) => listed !== value)
    .map((listed) => ({ name: JSON.stringify(listed), value: listed }));
  return [...rest, { name: "a value that is not listed", value: other, keyword: "enum" }];
}

function numberChanges(schema: JsonSchemaObject, value: number): readonly Change[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema as Readonly<
    Record<string, number | undefined>
  >;
  const fraction = maximum === undefined || value + 0.5 <= maximum ? value + 0.5 : value - 0.5;
  const edges: Change[] = [
    ...(minimum === undefined
      ? []
      : [
          { name: "the minimum", value: minimum },
          { name: "less than the minimum", value: minimum - 1, keyword: "minimum" },
        ]),
    ...(maximum === undefined
      ? []
      : [
          { name: "the maximum", value: maximum },
          { name: "more than the maximum", value: maximum + 1, keyword: "maximum" },
        ]),
    ...(exclusiveMinimum === undefined
      ? []
      : [{ name: "the excluded minimum", value: exclusiveMinimum, keyword: "exclusiveMinimum" }]),
    ...(exclusiveMaximum === undefined
      ? []
      : [{ name: "the excluded maximum", value: exclusiveMaximum, keyword: "exclusiveMaximum" }]),
    ...(schema.type === "integer" ? [{ name: "a fraction", value: fraction, keyword: "type" }] : []),
  ];
  const isStep = (change: Change) => schema.multipleOf === undefined || change.keyword === "type";
  return edges.filter((change) => Number.isFinite(change.value) && isStep(change));
}

function stringChanges(schema: JsonSchemaObject): readonly Change[] {
  if ("const" in schema || schema.enum !== undefined) return [];
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema as Readonly<
    Record<string, number | undefined>
  >;
  if (schema.pattern !== undefined) {
    const wrong = schema.format === undefined ? unmatched(schema.pattern, minLength, maxLength) : undefined;
    return wrong === undefined ? [] : [{ name: "text that does not match", value: wrong, keyword: "pattern" }];
  }
  if (typeof schema.format === "string") {
    return formatsWithoutSpaces.has(schema.format)
      ? [{ name: `text that is no ${schema.format}`, value: `not a ${schema.format}`, keyword: "format" }]
      : [];
  }
  const tooShort =
    minLength === 0 ? [] : [{ name: "text that is too short", value: "a".repeat(minLength - 1), keyword: "minLength" }];
  if (schema.contentEncoding !== undefined) return tooShort;
  return [
    ...(minLength === 0 ? [] : [{ name: "the shortest text", value: "a".repeat(minLength) }]),
    ...tooShort,
    ...(maxLength > sizeMax
      ? []
      : [
          { name: "the longest text", value: "a".repeat(maxLength) },
          { name: "text that is too long", value: "a".repeat(maxLength + 1), keyword: "maxLength" },
        ]),
    // A length counts characters, not UTF-16 code units or bytes.
    ...(maxLength > sizeMax / 8
      ? []
      : [{ name: "the longest text in characters of four bytes", value: "😀".repeat(maxLength) }]),
  ];
}

function arrayChanges(
  schema: JsonSchemaObject,
  value: readonly unknown[],
  sampleOf: (schema: JsonSchema) => unknown,
): readonly Change[] {
  const { minItems = 0, maxItems } = schema as Readonly<Record<string, number | undefined>>;
  const item = value[0] ?? (schema.items === undefined ? undefined : sampleOf(schema.items));
  const repeated = (count: number) => Array.from({ length: count }, () => item);
  const fits = item !== undefined && maxItems !== undefined && JSON.stringify(item).length * (maxItems + 1) <= sizeMax;
  const unique = schema.uniqueItems === true;
  return [
    ...(minItems === 0 ? [{ name: "no items", value: [] }] : []),
    ...(minItems > 0 && value.length >= minItems
      ? [{ name: "too few items", value: value.slice(0, minItems - 1), keyword: "minItems" }]
      : []),
    ...(unique && item !== undefined && maxItems !== 1
      ? [{ name: "an item twice", value: repeated(Math.max(2, minItems)), keyword: "uniqueItems" }]
      : []),
    ...(fits && !unique
      ? [
          { name: "the most items", value: repeated(maxItems) },
          { name: "too many items", value: repeated(maxItems + 1), keyword: "maxItems" },
        ]
      : []),
  ];
}

function objectChanges(
  schema: JsonSchemaObject,
  value: Readonly<Record<string, unknown>>,
  sampleOf: (schema: JsonSchema) => unknown,
): readonly Change[] {
  const required = schema.required ?? [];
  const without = (name: string) => Object.fromEntries(Object.entries(value).filter(([member]) => member !== name));
  const least = Object.fromEntries(Object.entries(value).filter(([member]) => required.includes(member)));
  const hasOptional = Object.keys(least).length < Object.keys(value).length;
  const declared = Object.entries(schema.properties ?? {});
  return [
    ...required
      .filter((name) => name in value)
      .map((name) => ({ name: `an object without ${name}`, value: without(name), keyword: "required" })),
    ...(hasOptional && schema.minProperties === undefined ? [{ name: "only what is required", value: least }] : []),
    ...declared
      .filter(([, member]) => member === false)
      .map(([name]) => ({
        name: `an object with ${name}`,
        value: { ...value, [name]: {} },
        keyword: "false schema",
        member: name,
      })),
    ...(declared.length > 0 && schema.maxProperties === undefined ? unknownMember(schema, value) : []),
    ...(declared.length === 0 ? mapChanges(schema, value, sampleOf) : []),
  ];
}

/** Objects are open unless they say otherwise: a member that nobody knows is kept or ignored. */
function unknownMember(schema: JsonSchemaObject, value: Readonly<Record<string, unknown>>): readonly Change[] {
  const { additionalProperties, propertyNames } = schema;
  if (propertyNames !== undefined) return [];
  const more = { ...value, "x-unknown": { kept: [1, "two", null] } };
  if (additionalProperties === undefined || additionalProperties === true)
    return [{ name: "an unknown member", value: more }];
  return additionalProperties === false
    ? [{ name: "an unknown member", value: more, keyword: "additionalProperties" }]
    : [];
}

function mapChanges(
  schema: JsonSchemaObject,
  value: Readonly<Record<string, unknown>>,
  sampleOf: (schema: JsonSchema) => unknown,
): readonly Change[] {
  const { minProperties = 0, maxProperties } = schema as Readonly<Record<string, number | undefined>>;
  const one =
    Object.values(value)[0] ??
    (schema.additionalProperties === undefined ? undefined : sampleOf(schema.additionalProperties));
  if (one === undefined) return [];
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, one]));
  const fits = maxProperties !== undefined && JSON.stringify(many(maxProperties + 1)).length <= sizeMax;
  const names = schema.propertyNames;
  const wrongName =
    isObject(names) && typeof names.pattern === "string"
      ? unmatched(names.pattern, 0, Number.POSITIVE_INFINITY)
      : undefined;
  return [
    ...(minProperties > 0 ? [{ name: "too few members", value: {}, keyword: "minProperties" }] : []),
    ...(fits && names === undefined
      ? [
          { name: "the most members", value: many(maxProperties) },
          { name: "too many members", value: many(maxProperties + 1), keyword: "maxProperties" },
        ]
      : []),
    ...(wrongName === undefined
      ? []
      : [{ name: "a member with a wrong name", value: { [wrongName]: one }, keyword: "propertyNames" }]),
  ];
}

/** A text that a pattern refuses and the length bounds allow. */
function unmatched(pattern: string, minLength: number, maxLength: number): string | undefined {
  const candidates = [
    "",
    " ",
    "é",
    "two words",
    "~",
    "A".repeat(Math.max(1, minLength)),
    "é ".repeat(Math.max(1, minLength)),
  ];
  const expression = new RegExp(pattern, "u");
  return candidates.find((text) => {
    const length = [...text].length;
    return length >= minLength && length <= maxLength && !expression.test(text);
  });
}

/** Formats that no text with a space has. */
const formatsWithoutSpaces = new Set([
  "date",
  "date-time",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "time",
  "uri",
  "uuid",
]);

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
