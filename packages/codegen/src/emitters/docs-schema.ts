import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { referredName } from "../map-schema.ts";
import type { Model, PublishedType } from "../model.ts";
import type { Links } from "./docs-links.ts";
import { bullets, code, facts, firstSentence, literal, prose, table } from "./docs-markdown.ts";

/** What it takes to write a schema for people: the other types, and links to their pages. */
export interface SchemaContext {
  readonly model: Model;
  readonly links: Links;
}

/** The shape of a named type as titled blocks: its fields, its values, its branches, or what kind of value it is. */
export function shapeOf(type: PublishedType, context: SchemaContext): { title: string; blocks: string[] } {
  const schema = asObject(type.genericSchema);
  if (schema.properties !== undefined) {
    const rows = fieldRows(schema, context);
    const fields = rows.length > 0 ? [table(["Field", "Type", "Required", "Meaning", "Bounds and default"], rows)] : [];
    return { title: "Fields", blocks: [...fields, openness(schema, rows.length > 0)] };
  }
  const branches = branchesOf(schema);
  if (branches !== undefined) return { title: "Branches", blocks: branchBlocks(type, branches, context) };
  const values = valuesOf(schema);
  if (values !== undefined) return { title: "Values", blocks: [bullets(values.map(literal))] };
  return {
    title: "Value",
    blocks: [
      facts([
        ["Type", typeText(schema, context)],
        ["Bounds and default", boundsText(schema, context)],
      ]),
    ],
  };
}

/** A schema's type in a few words, with links to the named types in it. */
export function typeText(schema: JsonSchema, context: SchemaContext): string {
  if (schema === false) return "never present";
  if (schema === true) return anyJson(context);
  if (typeof schema.typeParameter === "string") return code(schema.typeParameter);
  if (schema.$ref !== undefined) return context.links.type(referredName(schema.$ref)) + argumentsText(schema);
  const values = valuesOf(schema);
  if (values !== undefined) return values.map(literal).join(" or ");
  const branches = branchesOf(schema);
  if (branches !== undefined) return branches.map((branch) => typeText(branch, context)).join(" or ");
  if (schema.type === undefined) return anyJson(context);
  return [schema.type]
    .flat()
    .map((type) => oneTypeText(type, schema, context))
    .join(" or ");
}

/** A schema's limits and default in a few words; `—` where it has none. */
export function boundsText(schema: JsonSchema, context: SchemaContext): string {
  if (typeof schema === "boolean") return "—";
  const own = ownBounds(schema);
  const scalar = schema.$ref === undefined ? undefined : scalarOf(schema.$ref, context.model);
  const referred = scalar === undefined ? [] : (oneOfValues(scalar) ?? ownBounds(scalar));
  const items = typeof schema.items === "object" ? ownBounds(schema.items).map((bound) => `each ${bound}`) : [];
  const values =
    typeof schema.additionalProperties === "object"
      ? ownBounds(schema.additionalProperties).map((bound) => `each value ${bound}`)
      : [];
  const all = [...own, ...referred, ...items, ...values];
  return all.length > 0 ? all.join("; ") : "—";
}

function fieldRows(schema: JsonSchemaObject, context: SchemaContext, prefix = ""): string[][] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const row = [
      code(path),
      typeText(field, context),
      field === false ? "never" : required.has(name) ? "yes" : "no",
      meaningOf(field, context),
      boundsText(field, context),
    ];
    return [row, ...inlineRows(field, context, path)];
  });
}

/** The rows of an object that stands inline in a field, in the items of one, or in the values of one. */
function inlineRows(field: JsonSchema, context: SchemaContext, path: string): string[][] {
  if (typeof field === "boolean") return [];
  if (field.properties !== undefined) return fieldRows(field, context, `${path}.`);
  if (field.items !== undefined) return inlineRows(field.items, context, `${path}[]`);
  if (field.additionalProperties !== undefined) return inlineRows(field.additionalProperties, context, `${path}.*`);
  return [];
}

function meaningOf(field: JsonSchema, { model }: SchemaContext): string {
  if (typeof field === "boolean") return field ? "Any value." : "Never present.";
  const referred = field.$ref === undefined ? undefined : model.typesByName.get(referredName(field.$ref));
  const text = field.description ?? referred?.spec.description ?? field.title ?? "Described by its type.";
  return `${field.deprecated === true ? "**Deprecated.** " : ""}${prose(text)}`;
}

function branchBlocks(type: PublishedType, branches: readonly JsonSchema[], context: SchemaContext): string[] {
  const { discriminator, untagged } = type.spec;
  const tagged = discriminator !== undefined;
  const rows = branches.map((branch) => [
    ...(tagged ? [tagOf(branch, discriminator, context.model)] : []),
    typeText(branch, context),
    branchMeaning(branch, context),
  ]);
  const how = tagged
    ? [`The member ${code(discriminator)} tells which branch it is.`]
    : untagged === undefined
      ? []
      : [`It has no tag: ${prose(untagged)}`];
  return [...how, table([...(tagged ? [discriminator] : []), "Branch", "Meaning"], rows)];
}

/** What the union says of the branch, else what the branch says of itself, in a sentence. */
function branchMeaning(branch: JsonSchema, context: SchemaContext): string {
  const referred =
    typeof branch === "object" && branch.$ref !== undefined && branch.description === undefined
      ? context.model.typesByName.get(referredName(branch.$ref))
      : undefined;
  return referred === undefined ? meaningOf(branch, context) : firstSentence(referred.spec.description);
}

function tagOf(branch: JsonSchema, discriminator: string, model: Model): string {
  const resolved = resolve(branch, model);
  const tag = resolved.properties?.[discriminator];
  const values = typeof tag === "object" ? valuesOf(tag) : undefined;
  return values === undefined ? "any other" : values.map(literal).join(" or ");
}

function openness(schema: JsonSchemaObject, hasFields: boolean): string {
  if (schema.additionalProperties === false) return "It is closed: no other member is allowed.";
  return hasFields
    ? "It is open: unknown members are kept or ignored, never an error."
    : "It has no members of its own and is open.";
}

function oneTypeText(type: string, schema: JsonSchemaObject, context: SchemaContext): string {
  if (type === "array")
    return `array of ${schema.items === undefined ? anyJson(context) : typeText(schema.items, context)}`;
  if (type !== "object" || schema.properties !== undefined) return type;
  const { additionalProperties } = schema;
  return typeof additionalProperties === "object"
    ? `map of string to ${typeText(additionalProperties, context)}`
    : type;
}

function ownBounds(schema: JsonSchemaObject): string[] {
  const number = (keyword: string) => (typeof schema[keyword] === "number" ? (schema[keyword] as number) : undefined);
  const range = (minimum: number | undefined, maximum: number | undefined, unit: string) => {
    const of = unit === "" ? "" : ` ${unit}`;
    const most = maximum === Number.MAX_SAFE_INTEGER ? "2^53 − 1" : maximum;
    if (minimum !== undefined && minimum === maximum) return [`exactly ${minimum}${of}`];
    if (minimum !== undefined && maximum !== undefined) return [`${minimum} to ${most}${of}`];
    if (minimum !== undefined) return [`at least ${minimum}${of}`];
    return maximum === undefined ? [] : [`at most ${most}${of}`];
  };
  const below = number("exclusiveMaximum");
  const above = number("exclusiveMinimum");
  const step = number("multipleOf");
  return [
    ...range(number("minimum"), number("maximum"), ""),
    ...(above === undefined ? [] : [`more than ${above}`]),
    ...(below === undefined ? [] : [`less than ${below}`]),
    ...(step === undefined ? [] : [`a multiple of ${step}`]),
    ...range(number("minLength"), number("maxLength"), "characters"),
    ...range(number("minItems"), number("maxItems"), "items"),
    ...range(number("minProperties"), number("maxProperties"), "members"),
    ...(schema.uniqueItems === true ? ["no item twice"] : []),
    ...(typeof schema.format === "string" ? [`format ${code(schema.format)}`] : []),
    ...(schema.pattern === undefined ? [] : [`matches ${code(schema.pattern)}`]),
    ...(typeof schema.propertyNames === "object" && schema.propertyNames !== null
      ? ownBounds(schema.propertyNames as JsonSchemaObject).map((bound) => `each name ${bound}`)
      : []),
    ...(schema.default === undefined ? [] : [`default ${literal(schema.default)}`]),
  ];
}

/** The schema of a referred type that is a plain text or number: small enough to be shown where it is used. */
function scalarOf(ref: string, model: Model): JsonSchemaObject | undefined {
  const schema = model.typesByName.get(referredName(ref))?.schema;
  return typeof schema === "object" && ["string", "integer", "number"].includes(String(schema.type))
    ? schema
    : undefined;
}

function oneOfValues(schema: JsonSchemaObject): string[] | undefined {
  const values = valuesOf(schema);
  return values === undefined ? undefined : [`one of ${values.map(literal).join(", ")}`];
}

/** The values that a schema lists: a `const`, an `enum`, or a union of them. */
function valuesOf(schema: JsonSchemaObject): unknown[] | undefined {
  if ("const" in schema) return [schema.const];
  if (schema.enum !== undefined) return [...schema.enum];
  const branches = branchesOf(schema);
  const listed = branches?.map((branch) =>
    typeof branch === "object" && "const" in branch ? [branch.const] : undefined,
  );
  return listed?.every((value) => value !== undefined) ? listed.flat() : undefined;
}

function branchesOf(schema: JsonSchemaObject): readonly JsonSchema[] | undefined {
  return schema.oneOf ?? schema.anyOf;
}

function argumentsText(schema: JsonSchemaObject): string {
  const names = schema.typeArguments;
  return Array.isArray(names) && names.length > 0 ? code(`<${names.join(", ")}>`) : "";
}

function resolve(schema: JsonSchema, model: Model): JsonSchemaObject {
  const { $ref } = asObject(schema);
  return $ref === undefined ? asObject(schema) : asObject(model.typesByName.get(referredName($ref))?.schema ?? {});
}

function anyJson({ links }: SchemaContext): string {
  return links.type("JsonValue", "any JSON value");
}

function asObject(schema: JsonSchema): JsonSchemaObject {
  return typeof schema === "object" ? schema : {};
}
