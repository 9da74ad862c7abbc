import type { GeneratedFile } from "../generated-file.ts";
import { jsonText } from "../json-text.ts";
import type { Model } from "../model.ts";
import { transportOf } from "../transport.ts";
import { openApiErrors } from "./openapi-errors.ts";
import { openApiEventPaths } from "./openapi-events.ts";
import { openApiHeaders } from "./openapi-headers.ts";
import { openApiEnvelopePath, openApiOperationPaths } from "./openapi-paths.ts";
import { openApiSchemas } from "./openapi-schemas.ts";
import { jsonRpcSchemas, openApiTransportPaths } from "./openapi-transport.ts";

/** The HTTP surface as one OpenAPI document. Source: OpenAPI 3.1.1. */
export function emitOpenApi(model: Model): readonly GeneratedFile[] {
  if (model.operations.length === 0) return [];
  const { registry, options } = model;
  const transport = transportOf(model);
  const headers = openApiHeaders(model);
  const errors = openApiErrors(model, transport, headers);
  const context = { model, transport, headers, errors };
  const chapters = registry.chapters.filter(({ specs }) =>
    specs.some(({ kind }) => kind === "command" || kind === "query"),
  );
  const document = {
    openapi: "3.1.1",
    info: {
      title: registry.title,
      version: registry.version,
      description: registry.description,
      license: { name: options.license, identifier: options.license },
    },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    servers: [{ url: options.serverUrl, description: "Where it listens unless told otherwise." }],
    tags: [
      { name: "transport", description: "The paths that carry every operation, and those for operators." },
      ...chapters.map(({ name, description }) => ({ name, description })),
    ],
    paths: {
      ...openApiEnvelopePath(context),
      ...openApiOperationPaths(context),
      ...openApiTransportPaths(context),
      ...openApiEventPaths(context),
    },
    components: {
      schemas: openApiSchemas(model, jsonRpcSchemas(model)),
      parameters: headers.parameterComponents,
      headers: headers.headerComponents,
      responses: errors.responseComponents,
      examples: errors.exampleComponents,
      securitySchemes: {
        apiKey: {
          type: "apiKey",
          in: "header",
          name: transport.apiKeyHeader,
          description: "The secret of a key that the control plane issued.",
        },
        bearer: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "A signed token, or the secret of a key.",
        },
      },
    },
  };
  return [{ path: "openapi.json", content: jsonText(document) }];
}
