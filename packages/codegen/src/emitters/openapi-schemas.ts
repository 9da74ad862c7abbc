import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { mapReferences, mapSchema, referencesOf, referredName } from "../map-schema.ts";
import type { Model, PublishedType } from "../model.ts";
import { governanceError, openApiTypes, protocolTypes } from "../protocol-types.ts";
import { branchesOf, tagValues } from "../union-branches.ts";
import { schemaReference } from "./openapi-context.ts";

/** The types that an operation needs, the two unions of envelopes, and what the transport adds; sorted by name. */
export function openApiSchemas(
  model: Model,
  additional: Readonly<Record<string, object>>,
): Readonly<Record<string, object>> {
  const own: Readonly<Record<string, object>> = {
    [openApiTypes.anyRequest]: envelopeUnion(model, "The request of any operation.", ({ request }) => request),
    [openApiTypes.anySuccess]: envelopeUnion(model, "The success of any operation.", ({ success }) => success),
    ...additional,
  };
  const published = neededTypes(model).map((type) => [type.name, componentOf(type, model)] as const);
  const entries = [...published, ...Object.entries(own)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function neededTypes(model: Model): readonly PublishedType[] {
  const usedHeaders = new Set(
    model.operations
      .flatMap(({ requestHeaders, responseHeaders }) => [...requestHeaders, ...responseHeaders])
      .map(({ header }) => header.name),
  );
  const roots = [
    protocolTypes.errorEnvelope,
    protocolTypes.error,
    // Unknown where the registry has no governance.
    governanceError.type,
    ...model.operations.flatMap(({ request, success }) => [request.name, success.name]),
    ...model.headers.filter(({ spec }) => usedHeaders.has(spec.name)).flatMap(({ schema }) => referencesOf(schema)),
  ];
  const needed = new Set(roots.flatMap((name) => [name, ...(model.typesByName.get(name)?.closure ?? [])]));
  return model.types.filter(({ name }) => needed.has(name));
}

function componentOf(type: PublishedType, model: Model): object {
  const schema = withoutBooleans(
    mapReferences(type.schema, (name) => `#/components/schemas/${name}`),
  ) as JsonSchemaObject;
  const { discriminator, sunset } = type.spec;
  const ending = sunset === undefined ? {} : { "x-sunset": sunset };
  if (discriminator === undefined) return { ...schema, ...ending };
  return {
    ...schema,
    ...ending,
    discriminator: { propertyName: discriminator, mapping: mappingOf(type.schema, discriminator, model) },
  };
}

/**
 * A member that is never there, as an object: to generators that read 3.1 with the types of 3.0, a boolean for a schema
 * is no document at all.
 */
function withoutBooleans(schema: JsonSchema): JsonSchema {
  return mapSchema(schema, (node) => {
    if (node.properties === undefined) return node;
    const members = Object.entries(node.properties).map(([name, member]) => [name, member === false ? never : member]);
    return { ...node, properties: Object.fromEntries(members) };
  });
}

/** The schema of a member that is never there. */
export const never = { not: {} };

/** Tag → schema. It is explicit, because generators otherwise take the tag for a schema's name. */
function mappingOf(union: JsonSchema, tag: string, model: Model): Readonly<Record<string, string>> {
  return Object.fromEntries(
    branchesOf(union).flatMap((branch) => {
      if (typeof branch === "boolean" || branch.$ref === undefined) return [];
      const name = referredName(branch.$ref);
      const values = tagValues(branch, tag, (other) => model.typesByName.get(other)?.schema) ?? [];
      return values.map((value) => [value, `#/components/schemas/${name}`] as const);
    }),
  );
}

function envelopeUnion(
  model: Model,
  description: string,
  envelopeOf: (operation: Model["operations"][number]) => PublishedType,
) {
  return {
    description,
    oneOf: model.operations.map((operation) => schemaReference(envelopeOf(operation).name)),
    discriminator: {
      propertyName: "envelope_type",
      mapping: Object.fromEntries(
        model.operations.map((operation) => [operation.key, schemaReference(envelopeOf(operation).name).$ref]),
      ),
    },
  };
}
