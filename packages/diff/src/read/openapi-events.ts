import type { Deprecation } from "../contract.ts";
import { pointerTo } from "./json-pointer.ts";
import { isObject, type JsonObject, type OpenApiDocument, type Placed } from "./openapi-document.ts";
import { deprecationOf, operationsOf } from "./openapi-operations.ts";
import { contentPayloads } from "./openapi-payloads.ts";

/** What the service sends by itself, before its schema is translated. */
export interface OpenApiEvent {
  /** `webhook POST newPet application/json`, or `callback …` with the operation and the expression it is sent to. */
  readonly key: string;
  readonly pointer: string;
  readonly deprecation?: Deprecation;
  readonly schemaPointer: string | undefined;
}

/**
 * Webhooks of the document, and callbacks of its operations: each body that they send. Documents of 3.0 have webhooks
 * under the extension `x-webhooks`, by common consent.
 */
export function readEvents(
  document: OpenApiDocument,
  operations: readonly { readonly key: string; readonly pointer: string }[],
  operationAt: (pointer: string) => JsonObject,
): readonly OpenApiEvent[] {
  const webhooks = ["webhooks", "x-webhooks"].flatMap((member) =>
    members(document.root[member], pointerTo("", member)).flatMap(({ name, placed }) =>
      eventsOf(document, `webhook ${name}`, document.object(placed, "the webhook")),
    ),
  );
  const callbacks = operations.flatMap(({ key, pointer }) =>
    members(operationAt(pointer).callbacks, pointerTo(pointer, "callbacks")).flatMap(({ name, placed }) => {
      const callback = document.object(placed, "the callback");
      return members(callback.value, callback.pointer).flatMap(({ name: expression, placed: item }) =>
        expression.startsWith("x-")
          ? []
          : eventsOf(document, `callback ${key} ${name} ${expression}`, document.object(item, "the path item")),
      );
    }),
  );
  return [...webhooks, ...callbacks];
}

function eventsOf(document: OpenApiDocument, name: string, item: Placed<JsonObject>): readonly OpenApiEvent[] {
  return operationsOf(document, item).flatMap(({ method, operation }) => {
    if (operation.value.requestBody === undefined) return [];
    const place = { value: operation.value.requestBody, pointer: pointerTo(operation.pointer, "requestBody") };
    const body = document.object(place, "the request body");
    const content = { value: body.value.content, pointer: pointerTo(body.pointer, "content") };
    const payloads = contentPayloads(content, document, { role: "event", name: `${name} ${method}`, required: true });
    const deprecation = deprecationOf(operation.value);
    return payloads.map((payload) => ({
      key: payload.name,
      pointer: operation.pointer,
      schemaPointer: payload.pointer,
      ...(deprecation === undefined ? {} : { deprecation }),
    }));
  });
}

function members(value: unknown, pointer: string): readonly { readonly name: string; readonly placed: Placed }[] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, member]) => ({
    name,
    placed: { value: member, pointer: pointerTo(pointer, name) },
  }));
}
