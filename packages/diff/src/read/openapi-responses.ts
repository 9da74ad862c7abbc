import type { HeaderUse } from "../contract.ts";
import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument, type Placed } from "./openapi-document.ts";
import { contentPayloads, type OpenApiPayload } from "./openapi-payloads.ts";

export interface OpenApiResponses {
  readonly payloads: readonly OpenApiPayload[];
  /** Status codes that are not errors. */
  readonly statuses: readonly string[];
  /** `404`, `4XX`, `default`. */
  readonly errors: readonly string[];
  /** Of the answers that are not errors; required if every one of them requires it. */
  readonly headers: readonly HeaderUse[];
}

/** The responses by status. `default` is an error, unless no other status is there for success. */
export function readResponses(document: OpenApiDocument, operation: Placed<JsonObject>): OpenApiResponses {
  const pointer = pointerTo(operation.pointer, "responses");
  const responses = operation.value.responses ?? {};
  if (!isObject(responses)) {
    throw document.fail("MALFORMED", pointer, "`responses` is no object.", "Write responses by status code.");
  }
  const keys = Object.keys(responses).filter((key) => !key.startsWith("x-"));
  const wrong = keys.find((key) => !/^([1-5]\d\d|[1-5]xx|default)$/i.test(key));
  if (wrong !== undefined) {
    const at = pointerTo(pointer, wrong);
    throw document.fail(
      "MALFORMED",
      at,
      `\`${wrong}\` is no status.`,
      "Write a status such as `200`, `4XX` or `default`.",
    );
  }
  const succeeds = keys.some((key) => /^[123]/.test(key));
  const payloads: OpenApiPayload[] = [];
  const statuses: string[] = [];
  const errors: string[] = [];
  const headers: HeaderUse[][] = [];
  for (const key of keys) {
    const response = document.object({ value: responses[key], pointer: pointerTo(pointer, key) }, "the response");
    const status = /xx$/i.test(key) ? key.toUpperCase() : key;
    const fails = /^[45]/.test(key) || (key === "default" && succeeds);
    (fails ? errors : statuses).push(status);
    const content = { value: response.value.content, pointer: pointerTo(response.pointer, "content") };
    const role = fails ? ("error" as const) : ("response" as const);
    payloads.push(...contentPayloads(content, document, { role, name: `${role} ${status}`, required: true }));
    if (!fails) headers.push(headersOf(document, response));
  }
  return { payloads, statuses: statuses.sort(), errors: errors.sort(), headers: mergedHeaders(headers) };
}

function headersOf(document: OpenApiDocument, { value, pointer }: Placed<JsonObject>): HeaderUse[] {
  if (!isObject(value.headers)) return [];
  return Object.entries(value.headers).flatMap(([name, header]) => {
    if (name.toLowerCase() === "content-type") return [];
    const { required } = document.object(
      { value: header, pointer: pointerTo(pointer, "headers", name) },
      "the header",
    ).value;
    return [{ name: name.toLowerCase(), required: required === true }];
  });
}

function mergedHeaders(responses: readonly (readonly HeaderUse[])[]): readonly HeaderUse[] {
  const names = [...new Set(responses.flat().map(({ name }) => name))].sort();
  return names.map((name) => ({
    name,
    required: responses.every((headers) => headers.some((header) => header.name === name && header.required)),
  }));
}
