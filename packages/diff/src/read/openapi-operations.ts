import type { Deprecation } from "../contract.ts";
import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument, type Placed } from "./openapi-document.ts";
import { readParameters } from "./openapi-parameters.ts";
import { contentPayloads, type OpenApiPayload } from "./openapi-payloads.ts";
import { readResponses } from "./openapi-responses.ts";
import { readSecurity } from "./openapi-security.ts";

/** An operation as the document has it, before schemas are translated. */
export interface OpenApiOperation {
  /** `GET /pets/{}`: clients do not see the names of path parameters. */
  readonly key: string;
  readonly pointer: string;
  readonly title?: string;
  readonly deprecation?: Deprecation;
  readonly payloads: readonly OpenApiPayload[];
  readonly statuses: readonly string[];
  readonly errors: readonly string[];
  readonly security: readonly (readonly string[])[];
}

/** A path item with the template it stands under. */
export interface OpenApiPath {
  readonly template: string;
  readonly item: Placed<JsonObject>;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export function readOperations(document: OpenApiDocument): readonly OpenApiOperation[] {
  const operations = new Map<string, OpenApiOperation>();
  for (const path of pathsOf(document)) {
    for (const { method, operation } of operationsOf(document, path.item)) {
      const plain = `${method} ${path.template.replace(/\{[^{}]*\}/g, "{}")}`;
      // Two templates that differ by names alone are one path by the specification; a document that has them keeps both.
      const key = operations.has(plain) ? `${method} ${path.template}` : plain;
      operations.set(key, readOperation(document, key, path, operation));
    }
  }
  return [...operations.values()];
}

/** The operations of a path item, of a webhook, or of a callback. */
export function operationsOf(document: OpenApiDocument, { value, pointer }: Placed<JsonObject>) {
  return methods.flatMap((method) =>
    value[method] === undefined
      ? []
      : [
          {
            method: method.toUpperCase(),
            operation: document.object({ value: value[method], pointer: pointerTo(pointer, method) }, "the operation"),
          },
        ],
  );
}

export function deprecationOf({ deprecated, "x-sunset": sunset }: JsonObject): Deprecation | undefined {
  if (deprecated !== true) return undefined;
  const day = typeof sunset === "string" ? /^\d{4}-\d\d-\d\d/.exec(sunset)?.[0] : undefined;
  return day === undefined ? {} : { sunset: day };
}

function pathsOf(document: OpenApiDocument): readonly OpenApiPath[] {
  const paths = document.root.paths ?? {};
  if (!isObject(paths))
    throw document.fail("MALFORMED", "/paths", "`paths` is no object.", "Write path items by path.");
  return Object.entries(paths)
    .filter(([template]) => template.startsWith("/"))
    .map(([template, value]) => ({
      template,
      item: document.object({ value, pointer: pointerTo("/paths", template) }, "the path item"),
    }));
}

function readOperation(
  document: OpenApiDocument,
  key: string,
  path: OpenApiPath,
  operation: Placed<JsonObject>,
): OpenApiOperation {
  const { value, pointer } = operation;
  const { payloads, statuses, errors } = readResponses(document, operation);
  const title = value.operationId ?? value.summary;
  const deprecation = deprecationOf(value);
  return {
    key,
    pointer,
    ...(typeof title === "string" ? { title } : {}),
    ...(deprecation === undefined ? {} : { deprecation }),
    payloads: [...readParameters(document, path, operation), ...requestBody(document, operation), ...payloads],
    statuses,
    errors,
    security: readSecurity(document, value.security),
  };
}

function requestBody(document: OpenApiDocument, { value, pointer }: Placed<JsonObject>): readonly OpenApiPayload[] {
  if (value.requestBody === undefined) return [];
  const place = { value: value.requestBody, pointer: pointerTo(pointer, "requestBody") };
  const body = document.object(place, "the request body");
  const content = { value: body.value.content, pointer: pointerTo(body.pointer, "content") };
  return contentPayloads(content, document, {
    role: "request",
    name: "body",
    required: body.value.required === true,
  });
}
