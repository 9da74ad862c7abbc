import type { Model } from "../model.ts";
import { openApiTypes, protocolTypes } from "../protocol-types.ts";
import type { Transport } from "../transport.ts";
import { type OpenApiContext, schemaReference } from "./openapi-context.ts";
import { metricsErrors, type OpenApiErrors } from "./openapi-errors.ts";

/** Strict JSON-RPC 2.0 beside the envelopes, and the paths that tell operators how the process is. */
export function openApiTransportPaths({
  model,
  transport,
  headers,
  errors,
}: OpenApiContext): Readonly<Record<string, object>> {
  return {
    [transport.paths.jsonRpc]: {
      post: jsonRpcOperation(model, transport, headers.parameters(model.registry.headers.request)),
    },
    "/healthz": { get: healthOperation("getHealth", "Is the process alive?", "It is.") },
    "/readyz": {
      get: healthOperation(
        "getReadiness",
        "Does it take work?",
        "It does.",
        "It does not: it is starting or stopping.",
      ),
    },
    "/metrics": { get: metricsOperation(errors) },
  };
}

/** Names that no contract has: these schemas belong to JSON-RPC, not to the protocol. Source: JSON-RPC 2.0. */
export function jsonRpcSchemas(model: Model): Readonly<Record<string, object>> {
  const id = {
    description: "Chosen by the client and echoed as it was sent. Without it the request is a notification.",
    anyOf: [{ type: "string" }, { type: "number" }, { type: "null" }],
  };
  const jsonrpc = { type: "string", const: "2.0", description: "The version of JSON-RPC." };
  return {
    [openApiTypes.jsonRpcRequest]: {
      description: "One request or, without `id`, one notification.",
      type: "object",
      properties: {
        jsonrpc,
        id,
        method: {
          type: "string",
          enum: [...model.operations.map(({ key }) => key), "rpc.discover"],
          description: "The operation; `rpc.discover` answers the OpenRPC document.",
        },
        params: { type: "object", description: "What the operation takes: the `params` of its envelope." },
      },
      required: ["jsonrpc", "method"],
    },
    [openApiTypes.jsonRpcResponse]: {
      description: "The answer to one request: it has `result` or `error`.",
      type: "object",
      properties: {
        jsonrpc,
        id,
        result: { description: "What the operation answers: the `result` of its envelope." },
        error: {
          type: "object",
          description: "Why it failed.",
          properties: {
            code: { type: "integer", description: "The integer of the error code." },
            message: { type: "string", description: "What went wrong, for people." },
            data: { ...schemaReference(protocolTypes.error), description: "The error as an envelope carries it." },
          },
          required: ["code", "message"],
        },
      },
      required: ["jsonrpc", "id"],
    },
  };
}

function jsonRpcOperation(model: Model, { batchRequestsMax }: Transport, parameters: readonly object[]) {
  const bounds = { minItems: 1, ...(batchRequestsMax === undefined ? {} : { maxItems: batchRequestsMax }) };
  const oneOrMany = (name: string) => ({
    anyOf: [schemaReference(name), { type: "array", ...bounds, items: schemaReference(name) }],
  });
  const first = model.operations[0];
  const params = first?.input.spec.examples.valid[0]?.value;
  return {
    operationId: "jsonRpc",
    tags: ["transport"],
    summary: "Strict JSON-RPC 2.0",
    description:
      "The same operations for any JSON-RPC client: the method is the envelope type, the parameters are by name. Errors are answered with status 200 and an integer code, their envelope's error under `data`.",
    security: [{ apiKey: [] }, { bearer: [] }, {}],
    parameters,
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: oneOrMany(openApiTypes.jsonRpcRequest),
          ...(first === undefined
            ? {}
            : { examples: { request: { value: { jsonrpc: "2.0", id: 1, method: first.key, params } } } }),
        },
      },
    },
    responses: {
      "200": {
        description: "The answer, or the answers of a batch in any order.",
        content: { "application/json": { schema: oneOrMany(openApiTypes.jsonRpcResponse) } },
      },
      "204": { description: "There were only notifications." },
    },
  };
}

function metricsOperation({ responsesOf }: OpenApiErrors) {
  return {
    operationId: "getMetrics",
    tags: ["transport"],
    summary: "What has happened, in numbers",
    description: "For Prometheus, as a caller with the role `admin`.",
    security: [{ apiKey: [] }, { bearer: [] }, {}],
    responses: {
      "200": {
        description: "All metrics.",
        content: { "text/plain": { schema: { type: "string", description: "The text format of Prometheus." } } },
      },
      ...responsesOf(metricsErrors),
    },
  };
}

function healthOperation(operationId: string, summary: string, yes: string, no?: string) {
  const content = {
    "application/json": {
      schema: {
        type: "object",
        properties: { status: { type: "string", description: "`ok`, or why not." } },
        required: ["status"],
      },
    },
  };
  return {
    operationId,
    tags: ["transport"],
    summary,
    description: "For process supervisors; it needs no credential.",
    security: [],
    responses: {
      "200": { description: yes, content },
      ...(no === undefined ? {} : { "503": { description: no, content } }),
    },
  };
}
