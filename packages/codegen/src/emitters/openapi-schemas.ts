import type { JsonSchema, JsonSchemaObject } from "../json-schema.ts";
import { mapReferences, referencesOf, referredName } from "../map-schema.ts";
import type { Model, PublishedType } from "../model.ts";
import { governanceError, protocolTypes } from "../protocol-types.ts";
import { branchesOf, tagValues } from "../union-branches.ts";
import { schemaReference } from "./openapi-context.ts";

/** The unions of all requests and of all successes, at the path that takes every envelope. */
export const anyRequest = "OrchestrateRequest";
export const anySuccess = "OrchestrateSuccess";

/** The types that an operation needs, the two unions of envelopes, and what the transport adds; sorted by name. */
export function openApiSchemas(
  model: Model,
  additional: Readonly<Record<string, object>>,
): Readonly<Record<string, object>> {
  const own: Readonly<Record<string, object>> = {
    [anyRequest]: envelopeUnion(model, "The request of any operation.", ({ request }) => request),
    [anySuccess]: envelopeUnion(model, "The success of any operation.", ({ success }) => success),
    ...additional,
  };
  const published = neededTypes(model).map((type) => [type.name, componentOf(type, model)] as const);
  for (const [name] of published) {
    if (name in own) throw new Error(`The type ${name} has the name of a schema that OpenAPI's paths need.`);
  }
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
  const schema = mapReferences(type.schema, (name) => `#/components/schemas/${name}`) as JsonSchemaObject;
  const { discriminator, sunset } = type.spec;
  const ending = sunset === undefined ? {} : { "x-sunset": sunset };
  if (discriminator === undefined) return { ...schema, ...ending };
  return {
    ...schema,
    ...ending,
    discriminator: { propertyName: discriminator, mapping: mappingOf(type.schema, discriminator, model) },
  };
}

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
