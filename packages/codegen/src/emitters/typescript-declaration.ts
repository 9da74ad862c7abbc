import { compile } from "json-schema-to-typescript";
import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { referredName } from "../map-schema.ts";
import type { Model, PublishedType } from "../model.ts";
import { docsText, exampleTag } from "./typescript-docs.ts";

type CompileInput = Parameters<typeof compile>[0];

/**
 * One named type as an exported TypeScript declaration with its documentation.
 *
 * Each type is compiled alone, with its references written as names: no type is ever renamed, inlined or declared twice.
 * Objects have no index signature, although they are open on the wire: one would make every property name legal and
 * unions impossible to narrow. Unknown members are kept at run time; they are read through `JsonObject`.
 */
export async function typescriptDeclaration(type: PublishedType, model: Model): Promise<string> {
  const { spec, name } = type;
  const [example] = spec.examples.valid;
  const docs = docsText(spec, {
    tags: [
      ...spec.parameters.map((parameter) => `@typeParam ${parameter} - ${parameterText(type, parameter, model)}`),
      ...(example === undefined ? [] : [exampleTag(example.title, example.value)]),
    ],
  });
  const shape = spec.typescript === undefined ? compilable(type.genericSchema) : { tsType: spec.typescript };
  const source = await compile({ ...(shape as object), title: name, description: docs } as CompileInput, name, {
    additionalProperties: false,
    bannerComment: "",
    declareExternallyReferenced: false,
    format: false,
    ignoreMinAndMaxItems: true,
    unknownAny: true,
  });
  return withParameters(type, source, model);
}

/** The schema with each reference as a TypeScript type and without what would only add names or index signatures. */
function compilable(schema: JsonSchema): unknown {
  if (typeof schema === "boolean") return schema ? {} : false;
  const {
    default: fallback,
    deprecated,
    propertyNames: _,
    properties,
    items,
    anyOf,
    oneOf,
    additionalProperties,
    ...rest
  } = schema;
  const description = withTags(schema.description, fallback, deprecated === true);
  const documented = { ...rest, ...(description === undefined ? {} : { description }) };
  if (schema.$ref !== undefined) {
    const { $ref, typeParameter, typeArguments, ...annotations } = documented as typeof documented & JsonSchemaObject;
    return { ...annotations, tsType: referenceType(schema) };
  }
  return {
    ...documented,
    ...(properties === undefined ? {} : { properties: mapValues(properties, compilable) }),
    ...(items === undefined ? {} : { items: compilable(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(compilable) }),
    ...(oneOf === undefined ? {} : { oneOf: oneOf.map(compilable) }),
    ...(properties === undefined && typeof additionalProperties === "object"
      ? { additionalProperties: compilable(additionalProperties) }
      : {}),
  };
}

/** `ExecInvokeResultSync<TOutput>`, or the parameter itself where it is the place of one. */
export function referenceType(schema: JsonSchemaObject): string {
  if (typeof schema.typeParameter === "string") return schema.typeParameter;
  const typeArguments = (schema.typeArguments ?? []) as readonly string[];
  return `${referredName(schema.$ref ?? "")}${typeArguments.length > 0 ? `<${typeArguments.join(", ")}>` : ""}`;
}

/** The type that stands for a parameter where nobody gives one. */
export function parameterDefault(type: PublishedType, parameter: string, model: Model): string {
  return findDefault(type.genericSchema, parameter, model) ?? "JsonValue";
}

/** `<TInput = JsonValue>`, or nothing for a type without parameters. */
export function parameterList(type: PublishedType, model: Model): string {
  const parameters = type.spec.parameters.map((name) => `${name} = ${parameterDefault(type, name, model)}`);
  return parameters.length > 0 ? `<${parameters.join(", ")}>` : "";
}

function parameterText(type: PublishedType, parameter: string, model: Model): string {
  return `What it holds; \`${parameterDefault(type, parameter, model)}\` where nobody says.`;
}

/**
 * The declaration with its type parameters. Interfaces become type aliases: an alias, unless it has optional members, is
 * assignable to `JsonObject`, and protocol values are handed on as JSON everywhere.
 */
function withParameters(type: PublishedType, source: string, model: Model): string {
  const heads = [`export interface ${type.name} `, `export type ${type.name} = `];
  const head = heads.find((candidate) => source.includes(candidate));
  if (head === undefined || source.match(/^export /gm)?.length !== 1) {
    throw new Error(`${type.name} does not become exactly one TypeScript declaration of that name:\n${source}`);
  }
  return source.replace(head, `export type ${type.name}${parameterList(type, model)} = `);
}

/** Looks for the first place of a parameter: what stands there without it, or the default of the type that gets it. */
function findDefault(schema: unknown, parameter: string, model: Model): string | undefined {
  if (typeof schema !== "object" || schema === null) return undefined;
  const node = schema as JsonSchemaObject;
  const referred = typeof node.$ref === "string" ? referredName(node.$ref) : undefined;
  if (referred !== undefined) {
    if (node.typeParameter === parameter) return referred;
    const position = ((node.typeArguments ?? []) as readonly string[]).indexOf(parameter);
    const target = position < 0 ? undefined : model.typesByName.get(referred);
    const targetParameter = target?.spec.parameters[position];
    return target && targetParameter ? parameterDefault(target, targetParameter, model) : undefined;
  }
  for (const part of Object.values(node)) {
    const found = findDefault(part, parameter, model);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What the description says already of the end of a property needs no repeating: the tag is for editors. */
function withTags(description: string | undefined, fallback: unknown, deprecated: boolean): string | undefined {
  const tags = [
    ...(fallback === undefined ? [] : [`@defaultValue \`${JSON.stringify(fallback)}\``]),
    ...(deprecated ? ["@deprecated"] : []),
  ];
  if (tags.length === 0) return description;
  return [description ?? "", ...tags].join("\n\n").trim();
}

function mapValues<TIn, TOut>(
  record: Readonly<Record<string, TIn>>,
  change: (value: TIn) => TOut,
): Record<string, TOut> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
