import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument, type Placed } from "./openapi-document.ts";
import { readValue } from "./openapi-parameters.ts";
import { contentPayloads, type OpenApiPayload } from "./openapi-payloads.ts";

export interface OpenApiResponses {
  /** Bodies, and each header as `response 200 header etag`. */
  readonly payloads: readonly OpenApiPayload[];
  /** Status codes that are not errors. */
  readonly statuses: readonly string[];
  /** `404`, `4XX`, `default`. */
  readonly errors: readonly string[];
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
  for (const key of keys) {
    const response = document.object({ value: responses[key], pointer: pointerTo(pointer, key) }, "the response");
    const status = /xx$/i.test(key) ? key.toUpperCase() : key;
    const fails = /^[45]/.test(key) || (key === "default" && succeeds);
    (fails ? errors : statuses).push(status);
    const content = { value: response.value.content, pointer: pointerTo(response.pointer, "content") };
    const role = fails ? ("error" as const) : ("response" as const);
    payloads.push(...contentPayloads(content, document, { role, name: `${role} ${status}`, required: true }));
    payloads.push(...headerPayloads(document, response, { role, name: `${role} ${status}` }));
  }
  return { payloads, statuses: statuses.sort(), errors: errors.sort() };
}

/** The body's media type is told by the body. */
function headerPayloads(
  document: OpenApiDocument,
  { value, pointer }: Placed<JsonObject>,
  { role, name }: Pick<OpenApiPayload, "role" | "name">,
): readonly OpenApiPayload[] {
  if (!isObject(value.headers)) return [];
  return Object.entries(value.headers).flatMap(([written, placed]): OpenApiPayload[] => {
    const header = written.toLowerCase();
    if (header === "content-type") return [];
    const place = { value: placed, pointer: pointerTo(pointer, "headers", written) };
    const { value: said, pointer: at } = document.object(place, "the header");
    const payload = { role, name: `${name} header ${header}`, header, required: said.required === true };
    return [{ ...payload, ...readValue(document, { value: said, pointer: at }, "simple") }];
  });
}
