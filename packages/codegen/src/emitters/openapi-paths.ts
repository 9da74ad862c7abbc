import type { OperationAuth } from "@oap/contracts";
import { deprecationSentence } from "../deprecation-text.ts";
import type { PublishedOperation } from "../model.ts";
import { openApiTypes } from "../protocol-types.ts";
import { contentOf, namedExamples, type OpenApiContext, schemaReference } from "./openapi-context.ts";
import { deprecationHeaders, openApiDeprecation } from "./openapi-deprecation.ts";

/** The one path that takes every envelope; `envelope_type` tells them apart. */
export function openApiEnvelopePath(context: OpenApiContext): Readonly<Record<string, object>> {
  const { model, transport, headers, errors } = context;
  const operations = model.operations.map(({ key }) => key);
  const requestHeaders = model.operations.flatMap((operation) => operation.requestHeaders);
  const responseHeaders = model.operations.flatMap((operation) => operation.responseHeaders);
  const firstExamples = model.operations.flatMap(({ key, request }) =>
    request.spec.examples.valid.slice(0, 1).map(({ value }) => ({ title: key, value })),
  );
  const post = {
    operationId: "orchestrate",
    tags: ["transport"],
    summary: "Any operation",
    description: `Takes the envelope of any operation: ${operations.map((key) => `\`${key}\``).join(", ")}. What each needs to be allowed is said at its own path.`,
    security: [{ apiKey: [] }, { bearer: [] }, {}],
    parameters: headers.parameters(requestHeaders),
    requestBody: {
      required: true,
      content: contentOf(transport, {
        schema: schemaReference(openApiTypes.anyRequest),
        examples: namedExamples(firstExamples),
      }),
    },
    responses: {
      "200": {
        description: "The exchange succeeded. Work that was started and failed is a result too.",
        headers: headers.responseHeaders(responseHeaders),
        content: contentOf(transport, { schema: schemaReference(openApiTypes.anySuccess) }),
      },
      ...errors.allResponses(),
    },
  };
  return { [transport.paths.envelope]: { post } };
}

/** A literal path for each operation, with the same full envelope as its body. */
export function openApiOperationPaths(context: OpenApiContext): Readonly<Record<string, object>> {
  return Object.fromEntries(
    context.model.operations.map((operation) => [
      `${context.transport.paths.envelope}/${operation.key}`,
      { post: operationObject(operation, context) },
    ]),
  );
}

function operationObject(operation: PublishedOperation, { transport, headers, errors }: OpenApiContext) {
  const { spec, typeName, request, success, chapter } = operation;
  const { meta, policy, sideEffects } = spec;
  const emits = sideEffects.emits.map(({ event, when }) => `Emits \`${event.key}\`: ${when}`);
  return {
    operationId: typeName.charAt(0).toLowerCase() + typeName.slice(1),
    tags: [chapter.name],
    summary: meta.title,
    description: [meta.description, ...deprecationSentence(meta), meta.goal, meta.context, ...emits].join("\n\n"),
    ...openApiDeprecation(meta),
    security: securityOf(policy.auth),
    parameters: headers.parameters(operation.requestHeaders),
    requestBody: {
      required: true,
      content: contentOf(transport, {
        schema: schemaReference(request.name),
        examples: namedExamples(request.spec.examples.valid),
      }),
    },
    responses: {
      "200": {
        description: operation.output.spec.description,
        headers: { ...headers.responseHeaders(operation.responseHeaders), ...deprecationHeaders(meta) },
        content: contentOf(transport, {
          schema: schemaReference(success.name),
          examples: namedExamples(success.spec.examples.valid),
        }),
      },
      ...errors.responses(operation),
    },
  };
}

/** The names in a requirement are roles. Source: OpenAPI 3.1.1, Security Requirement Object. */
function securityOf(auth: OperationAuth): readonly object[] {
  return auth === "anonymous" ? [] : [{ apiKey: [auth] }, { bearer: [auth] }];
}
