import type { HeaderUse } from "@oap/contracts";
import { deprecationSentence } from "../deprecation-text.ts";
import { headerExample } from "../header-example.ts";
import { mapReferences } from "../map-schema.ts";
import type { Model, PublishedHeader } from "../model.ts";
import { openApiDeprecation } from "./openapi-deprecation.ts";

export interface OpenApiHeaders {
  readonly parameterComponents: Readonly<Record<string, object>>;
  readonly headerComponents: Readonly<Record<string, object>>;
  readonly parameters: (uses: readonly HeaderUse[]) => readonly object[];
  readonly responseHeaders: (uses: readonly HeaderUse[]) => Readonly<Record<string, object>>;
}

/** Every header that an operation uses, once; the operations refer to it. */
export function openApiHeaders(model: Model): OpenApiHeaders {
  const byName = new Map(model.headers.map((header) => [header.spec.name, header]));
  const used = (uses: readonly HeaderUse[]): readonly PublishedHeader[] => {
    const names = new Set(uses.map(({ header }) => header.name));
    return [...byName.values()].filter(({ spec }) => names.has(spec.name));
  };
  const requests = used(model.operations.flatMap(({ requestHeaders }) => requestHeaders));
  const responses = used(model.operations.flatMap(({ responseHeaders }) => responseHeaders));
  return {
    parameterComponents: Object.fromEntries(
      requests.map((header) => [
        header.spec.name,
        { name: header.spec.name, in: "header", ...headerObject(header, model) },
      ]),
    ),
    headerComponents: Object.fromEntries(responses.map((header) => [header.spec.name, headerObject(header, model)])),
    parameters: (uses) => used(uses).map(({ spec }) => ({ $ref: `#/components/parameters/${spec.name}` })),
    responseHeaders: (uses) =>
      Object.fromEntries(used(uses).map(({ spec }) => [spec.name, { $ref: `#/components/headers/${spec.name}` }])),
  };
}

function headerObject({ spec, schema }: PublishedHeader, model: Model) {
  return {
    description: [spec.description, ...deprecationSentence(spec)].join("\n\n"),
    ...openApiDeprecation(spec),
    schema: mapReferences(schema, (name) => `#/components/schemas/${name}`),
    example: headerExample(spec, schema, (name) => model.typesByName.get(name)?.schema),
  };
}
