import type { JsonSchema } from "../contract.ts";
import { tokensOf } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument } from "./openapi-document.ts";
import { referenceHopsMax } from "./read-bounds.ts";

/** OpenAPI's Discriminator Object: the property whose value tells which branch of a union is meant. */
export interface Discriminator {
  readonly property: string;
  /** Schema names or references by value. */
  readonly mapping: JsonObject;
}

export function discriminatorOf({ discriminator }: JsonObject): Discriminator | undefined {
  if (!isObject(discriminator) || typeof discriminator.propertyName !== "string") return undefined;
  return {
    property: discriminator.propertyName,
    mapping: isObject(discriminator.mapping) ? discriminator.mapping : {},
  };
}

export interface BranchContext {
  readonly discriminator: Discriminator;
  readonly document: OpenApiDocument;
  readonly pointer: string;
}

/**
 * A branch of a discriminated union with its tag: the values that the mapping gives it, else the name of its schema.
 * A branch that says the values of its tag itself, or does not have the property, stays as it is.
 */
export function discriminatedBranch(branch: unknown, translated: JsonSchema, context: BranchContext): JsonSchema {
  const { discriminator, document, pointer } = context;
  if (!isObject(branch) || branch.$ref === undefined || typeof translated === "boolean") return translated;
  const declared = declaredProperty(branch, discriminator.property, document, pointer, 0);
  if (declared !== "open") return translated;
  const target = document.targetOf(branch.$ref, pointer);
  const mapped = Object.keys(discriminator.mapping).filter(
    (value) => mappingTarget(discriminator.mapping[value], document) === target,
  );
  const values = mapped.length > 0 ? mapped.sort() : [tokensOf(target).at(-1)];
  const tag = values.length === 1 ? { const: values[0] } : { enum: values };
  return { ...translated, properties: { [discriminator.property]: tag }, required: [discriminator.property] };
}

/** A mapping names a schema of the components or refers to it; what means nothing tags nothing. */
function mappingTarget(name: unknown, document: OpenApiDocument): string | undefined {
  if (typeof name !== "string") return undefined;
  const reference = /[#/]/.test(name) ? name : `#/components/schemas/${name}`;
  try {
    return document.targetOf(reference, "");
  } catch {
    return undefined;
  }
}

/** Whether a branch declares the property: with its values, or open to any. */
function declaredProperty(
  schema: unknown,
  property: string,
  document: OpenApiDocument,
  pointer: string,
  depth: number,
): "valued" | "open" | undefined {
  if (!isObject(schema) || depth > referenceHopsMax) return undefined;
  const { value, pointer: at } = document.object({ value: schema, pointer }, "the schema of a branch");
  const declared =
    isObject(value.properties) && Object.hasOwn(value.properties, property) ? value.properties[property] : undefined;
  const inner = Array.isArray(value.allOf)
    ? value.allOf.map((part: unknown) => declaredProperty(part, property, document, at, depth + 1))
    : [];
  if (declared !== undefined) {
    const own = isObject(declared)
      ? document.object({ value: declared, pointer: at }, "the property's schema").value
      : {};
    if ("const" in own || "enum" in own) return "valued";
    inner.push("open");
  }
  return inner.includes("valued") ? "valued" : inner.find((found) => found === "open");
}
