/**
 * The JSON Schema keywords that contracts may use, in the order in which they are published. What is not here either
 * means nothing to one of the surfaces, or something else than in the others.
 */
export const keywordOrder = [
  "$ref",
  "typeParameter",
  "typeArguments",
  "description",
  "deprecated",
  "type",
  "const",
  "enum",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "contentEncoding",
  "contentMediaType",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "multipleOf",
  "items",
  "minItems",
  "maxItems",
  "uniqueItems",
  "properties",
  "required",
  "propertyNames",
  "additionalProperties",
  "minProperties",
  "maxProperties",
  "oneOf",
  "anyOf",
  "default",
] as const;

const positions = new Map<string, number>(keywordOrder.map((keyword, position) => [keyword, position]));

export function isPublishedKeyword(keyword: string): boolean {
  return positions.has(keyword);
}

/** The same schema object with its keywords in publishing order. */
export function orderKeywords<TSchema extends Readonly<Record<string, unknown>>>(schema: TSchema): TSchema {
  const entries = Object.entries(schema).filter(([, value]) => value !== undefined);
  entries.sort(([a], [b]) => (positions.get(a) ?? 0) - (positions.get(b) ?? 0));
  return Object.fromEntries(entries) as TSchema;
}
