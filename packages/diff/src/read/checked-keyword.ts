import type { OpenApiDocument } from "./openapi-document.ts";

const types: ReadonlySet<unknown> = new Set(["array", "boolean", "integer", "null", "number", "object", "string"]);

const isCount = (value: unknown) => typeof value === "number" && Number.isInteger(value) && value >= 0;
const isNumber = (value: unknown) => typeof value === "number";
const isString = (value: unknown) => typeof value === "string";
const isBoolean = (value: unknown) => typeof value === "boolean";
const isStrings = (value: unknown) => Array.isArray(value) && value.every(isString);

/** The values that keywords may have. A schema with others has no meaning, and validators refuse it. */
const shapes: Readonly<Record<string, { readonly holds: (value: unknown) => boolean; readonly is: string }>> = {
  ...each(["maxContains", "maxItems", "maxLength", "maxProperties"], isCount, "a whole number of 0 or more"),
  ...each(["minContains", "minItems", "minLength", "minProperties"], isCount, "a whole number of 0 or more"),
  ...each(["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum"], isNumber, "a number"),
  multipleOf: { holds: (value) => isNumber(value) && (value as number) > 0, is: "a number above 0" },
  ...each(["contentEncoding", "contentMediaType", "format"], isString, "a string"),
  uniqueItems: { holds: isBoolean, is: "a boolean" },
  enum: { holds: Array.isArray, is: "an array" },
  ...each(["allOf", "anyOf", "oneOf", "prefixItems"], Array.isArray, "an array of schemas"),
  ...each(["dependentSchemas", "patternProperties", "properties"], () => false, "an object of schemas"),
  required: { holds: isStrings, is: "an array of property names" },
  dependentRequired: {
    holds: (value) => typeof value === "object" && value !== null && Object.values(value).every(isStrings),
    is: "an object of arrays of property names",
  },
  type: {
    holds: (value) => (Array.isArray(value) ? value : [value]).every((name) => types.has(name)),
    is: `one or an array of ${[...types].join(", ")}`,
  },
  pattern: { holds: isPattern, is: "a regular expression of ECMA-262" },
};

/** They say nothing of values: with a value that they cannot have they are passed over. */
const annotations: Readonly<Record<string, (value: unknown) => boolean>> = {
  deprecated: isBoolean,
  description: isString,
  examples: Array.isArray,
  title: isString,
};

/**
 * A keyword as it is, after a look whether its value is one it can have. What older drafts and common tools wrote and
 * every reader understands is mended: a boolean `required`, and the types `any` and `file`.
 */
export function checkedKeyword(
  keyword: string,
  value: unknown,
  pointer: string,
  document: OpenApiDocument,
): readonly (readonly [string, unknown])[] {
  if (keyword === "required" && typeof value === "boolean") return [];
  if (keyword === "type" && value === "any") return [];
  if (keyword === "type" && value === "file") return [["type", "string"]];
  if (Object.hasOwn(annotations, keyword) && annotations[keyword]?.(value) === false) return [];
  const shape = Object.hasOwn(shapes, keyword) ? shapes[keyword] : undefined;
  if (shape !== undefined && !shape.holds(value)) {
    const shown = JSON.stringify(value)?.slice(0, 60);
    throw document.fail("MALFORMED", pointer, `\`${keyword}\` is ${shown}.`, `It must be ${shape.is}.`);
  }
  return [[keyword, value]];
}

function each(keywords: readonly string[], holds: (value: unknown) => boolean, is: string) {
  return Object.fromEntries(keywords.map((keyword) => [keyword, { holds, is }]));
}

/** With the flag `u`, as JSON Schema asks, or without it, as many are written. */
function isPattern(value: unknown): boolean {
  if (typeof value !== "string") return false;
  return ["u", ""].some((flags) => {
    try {
      return new RegExp(value, flags) instanceof RegExp;
    } catch {
      return false;
    }
  });
}
