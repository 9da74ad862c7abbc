import type { JsonSchema } from "../contract.ts";
import type { Direction } from "../finding.ts";
import { checkedKeyword } from "./checked-keyword.ts";
import { discriminatedBranch, discriminatorOf } from "./discriminated-branch.ts";
import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument } from "./openapi-document.ts";
import { schemaKeywords, schemaListKeywords, schemaMapKeywords } from "./schema-keywords.ts";
import { isSent } from "./sent-property.ts";

export interface SchemaTranslation {
  readonly document: OpenApiDocument;
  /** Properties that are only sent the other way are left out. */
  readonly direction: Direction;
  /** What a `$ref` of the document is among the definitions: `#/$defs/Pet`. */
  referenceOf(reference: unknown, pointer: string): string;
}

/** Not said of values, read apart, or of other uses than validation. */
const leftOut: ReadonlySet<string> = new Set([
  "$anchor",
  "$comment",
  "$defs",
  "$dynamicAnchor",
  "$id",
  "$schema",
  "$vocabulary",
  "definitions",
  "discriminator",
  "externalDocs",
  "nullable",
  "readOnly",
  "writeOnly",
  "xml",
]);

/** Others with null, as YAML makes it of a key with nothing after it, are not said. */
const nullValued: ReadonlySet<string> = new Set(["const", "default", "example"]);

/**
 * A schema of OpenAPI 3.0 or 3.1 in JSON Schema 2020-12.
 * Of 3.0: `nullable` lets null in whatever else is said, which is how its writers and generators take it, also beside
 * `enum` and `allOf`; what stands beside `$ref` means nothing; exclusive bounds are numbers.
 */
export function translateSchema(schema: unknown, pointer: string, translation: SchemaTranslation): JsonSchema {
  const { document } = translation;
  if (typeof schema === "boolean") return schema;
  if (!isObject(schema)) {
    throw document.fail("MALFORMED", pointer, "It is no schema.", "Write an object, or in OpenAPI 3.1 a boolean.");
  }
  const old = document.version === "3.0";
  if (old && schema.$ref !== undefined) return { $ref: translation.referenceOf(schema.$ref, pointer) };
  const entries = Object.entries(schema).flatMap(([keyword, value]) =>
    entriesOf(keyword, value, schema, pointer, translation),
  );
  const translated: JsonObject = Object.fromEntries(entries);
  return old && schema.nullable === true ? withNull(translated, schema) : translated;
}

/** Whether `nullable` is said by a branch around the schema, and pointers into it go through `/anyOf/1`. */
export function isWrappedForNull(schema: JsonObject): boolean {
  return schema.nullable === true && ["allOf", "anyOf", "const", "not", "oneOf"].some((keyword) => keyword in schema);
}

type Entries = readonly (readonly [string, unknown])[];

function entriesOf(
  keyword: string,
  value: unknown,
  schema: JsonObject,
  pointer: string,
  translation: SchemaTranslation,
): Entries {
  const { document, direction } = translation;
  const at = pointerTo(pointer, keyword);
  // The one extension that says what readers have to expect.
  if (keyword === "x-extensible-enum") return [[keyword, value]];
  if (leftOut.has(keyword) || keyword.startsWith("x-")) return [];
  if (value === null && !nullValued.has(keyword)) return [];
  if (keyword === "$ref" || keyword === "$dynamicRef") return [["$ref", translation.referenceOf(value, pointer)]];
  if (keyword === "properties" && isObject(value)) {
    const sent = Object.entries(value).filter(([, property]) => isSent(property, at, document, direction));
    return [[keyword, translateEach(sent, at, translation)]];
  }
  if (keyword === "required" && Array.isArray(value)) {
    const properties = isObject(schema.properties) ? schema.properties : {};
    const sent = value.filter(
      (name: unknown) =>
        typeof name !== "string" ||
        !Object.hasOwn(properties, name) ||
        isSent(properties[name], at, document, direction),
    );
    return sent.length === 0 ? [] : checkedKeyword(keyword, sent, at, document);
  }
  if (schemaMapKeywords.has(keyword) && isObject(value)) {
    return [[keyword, translateEach(Object.entries(value), at, translation)]];
  }
  if (schemaListKeywords.has(keyword) && Array.isArray(value)) {
    const discriminator = keyword === "allOf" ? undefined : discriminatorOf(schema);
    const branches = value.map((branch: unknown, index) => {
      const translated = translateSchema(branch, pointerTo(at, index), translation);
      return discriminator === undefined
        ? translated
        : discriminatedBranch(branch, translated, { discriminator, document, pointer: pointerTo(at, index) });
    });
    return [[keyword, branches]];
  }
  if (schemaKeywords.has(keyword)) return [[keyword, translateSchema(value, at, translation)]];
  if (keyword === "example") return "examples" in schema ? [] : [["examples", [value]]];
  if (document.version === "3.0") {
    if (keyword === "exclusiveMinimum" && typeof value === "boolean") {
      return value && schema.minimum !== undefined ? [[keyword, schema.minimum]] : [];
    }
    if (keyword === "exclusiveMaximum" && typeof value === "boolean") {
      return value && schema.maximum !== undefined ? [[keyword, schema.maximum]] : [];
    }
    if (keyword === "minimum" && schema.exclusiveMinimum === true) return [];
    if (keyword === "maximum" && schema.exclusiveMaximum === true) return [];
  }
  return checkedKeyword(keyword, value, at, document);
}

function translateEach(members: Entries, pointer: string, translation: SchemaTranslation): unknown {
  return Object.fromEntries(
    members.map(([name, member]) => [name, translateSchema(member, pointerTo(pointer, name), translation)]),
  );
}

function withNull(translated: JsonObject, schema: JsonObject): JsonSchema {
  if (isWrappedForNull(schema)) return { anyOf: [{ type: "null" }, translated] };
  const { type, enum: values } = translated;
  const types = type === undefined ? [] : [type].flat();
  return {
    ...translated,
    ...(type === undefined || types.includes("null") ? {} : { type: [...types, "null"] }),
    ...(Array.isArray(values) && !values.includes(null) ? { enum: [...values, null] } : {}),
  };
}
