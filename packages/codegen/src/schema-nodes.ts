import type { JsonSchema, JsonSchemaObject } from "./json-schema.ts";
import type { LintContext } from "./lint-context.ts";
import { pointerToken } from "./pointer-token.ts";
import { publishSchema } from "./publish-schema.ts";
import type { Finding } from "./violation.ts";

/** One schema within a contract, as it is published. */
export interface SchemaNode {
  /** The type or header that it belongs to. */
  readonly contract: string;
  readonly schema: JsonSchemaObject;
  /** JSON Pointer within the contract's schema; `""` is the whole of it. */
  readonly pointer: string;
  /** The property that holds it, over arrays and unions; absent for what is no property. */
  readonly member?: string;
  /** Of a property: whether its object requires it. */
  readonly required?: boolean;
}

/** Every schema of the named types and headers, envelopes aside: what is in those, an operation's own types say. */
export function schemaNodes({ types, headers }: LintContext): readonly SchemaNode[] {
  return [
    ...types
      .filter(({ envelopeOf }) => envelopeOf === undefined)
      .flatMap(({ spec, published }) => nodesWithin(published.schema, { contract: spec.name, pointer: "" })),
    ...headers.flatMap(({ name, schema }) =>
      nodesWithin(publishSchema(schema).schema, { contract: name, pointer: "" }),
    ),
  ];
}

type Place = Omit<SchemaNode, "schema">;

/** A schema and those inside it, references not followed. */
export function nodesWithin(schema: JsonSchema, place: Place): readonly SchemaNode[] {
  if (typeof schema === "boolean") return [];
  const { contract, pointer, member } = place;
  const held = member === undefined ? {} : { member };
  const below = (token: string, child: JsonSchema, more: Partial<Place> = held) =>
    nodesWithin(child, { contract, pointer: `${pointer}/${token}`, ...more });
  return [
    { ...place, schema },
    ...Object.entries(schema.properties ?? {}).flatMap(([name, child]) =>
      below(`properties/${pointerToken(name)}`, child, {
        member: name,
        required: schema.required?.includes(name) ?? false,
      }),
    ),
    ...(schema.items === undefined ? [] : below("items", schema.items)),
    ...(schema.additionalProperties === undefined
      ? []
      : below("additionalProperties", schema.additionalProperties, {})),
    ...(schema.propertyNames === undefined ? [] : below("propertyNames", schema.propertyNames as JsonSchema, {})),
    ...(["anyOf", "oneOf"] as const).flatMap((keyword) =>
      (schema[keyword] ?? []).flatMap((branch, index) => below(`${keyword}/${index}`, branch)),
    ),
  ];
}

/** Where a finding about a schema is: the contract and the pointer in it, and the keyword that it is about. */
export function placeOf({ contract, pointer }: Place, keyword?: string): Pick<Finding, "name" | "writtenAs" | "at"> {
  return {
    name: pointer === "" ? contract : `${contract} at ${pointer}`,
    writtenAs: contract,
    at: `/schema${pointer}${keyword === undefined ? "" : `/${keyword}`}`,
  };
}

/** What the schemas within contracts say about themselves; what a contract says as a whole is in its spec. */
export function nodeDescriptions(
  context: LintContext,
): readonly (Pick<Finding, "name" | "writtenAs" | "at"> & { readonly text: string })[] {
  return schemaNodes(context).flatMap((node) => {
    const text = node.schema.description;
    return node.pointer === "" || text === undefined ? [] : [{ ...placeOf(node, "description"), text }];
  });
}
