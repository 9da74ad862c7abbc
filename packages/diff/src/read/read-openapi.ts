import type { Contract, ContractEvent, ContractType, JsonSchema, Operation, Payload, Subject } from "../contract.ts";
import { checkReferences } from "./contract-references.ts";
import { valueAt } from "./json-pointer.ts";
import { isObject, type JsonObject, OpenApiDocument } from "./openapi-document.ts";
import { type OpenApiEvent, readEvents } from "./openapi-events.ts";
import { deprecationOf, type OpenApiOperation, readOperations } from "./openapi-operations.ts";
import type { OpenApiPayload } from "./openapi-payloads.ts";
import { OpenApiSchemas, type UsedSchema } from "./openapi-schemas.ts";
import type { Document } from "./parse-document.ts";
import { UnreadableContract } from "./unreadable-contract.ts";
import { widenText } from "./widen-text.ts";

/** An OpenAPI document of version 3.0 or 3.1 as a contract. */
export function readOpenApi(
  parsed: Document,
  { label, file }: { readonly label: string; readonly file: string },
): Contract {
  const document = new OpenApiDocument(parsed, versionOf(parsed, label), label);
  const operations = readOperations(document);
  const events = readEvents(document, operations, (pointer) => valueAt(document.root, pointer) as JsonObject);
  const schemas = new OpenApiSchemas(document, [
    ...operations.flatMap(({ payloads }) => payloads.map(usedSchema)),
    ...events.map(({ schemaPointer }) => ({ pointer: schemaPointer, direction: "response" as const })),
  ]);
  const texts = new Map<JsonSchema, JsonSchema>();
  const schemaOf = (payload: OpenApiPayload) => {
    const schema = schemas.translate(usedSchema(payload));
    if (payload.text !== true) return schema;
    // One object for one schema, here too.
    if (!texts.has(schema)) texts.set(schema, widenText(schema));
    return texts.get(schema) as JsonSchema;
  };
  const info = isObject(document.root.info) ? document.root.info : {};
  const contract: Omit<Contract, "locate"> = {
    form: "openapi",
    label,
    name: typeof info.title === "string" ? info.title : label,
    ...(info.version === undefined ? {} : { version: String(info.version) }),
    types: new Map([...schemas.components].sort(byKey).map(([name, pointer]) => [name, typeOf(document, pointer)])),
    operations: new Map(
      operations.map((operation) => [operation.key, operationOf(operation, schemaOf)] as const).sort(byKey),
    ),
    events: new Map(events.map((event) => [event.key, eventOf(event, schemas)] as const).sort(byKey)),
    capabilities: new Map(),
    headers: new Map(),
    errorCodes: new Map(),
    bounds: new Map(),
    tables: new Map(),
    definitions: schemas.definitions,
  };
  checkReferences(contract.definitions, [], (pointer) => {
    const [, name = ""] = pointer.split("/");
    const place = schemas.pointerOf({ definition: name }, "") ?? "";
    return `${label}:${document.lineOf(place)} (#${place})`;
  });
  const places: Places = {
    operations: new Map(operations.map((operation) => [operation.key, operation])),
    events: new Map(events.map((event) => [event.key, event])),
  };
  return {
    ...contract,
    locate: (subject, pointer = "") => {
      const place = placeOf(subject, pointer, places, schemas);
      return place === undefined ? undefined : { file, line: document.lineOf(place) };
    },
  };
}

function versionOf(parsed: Document, label: string): "3.0" | "3.1" {
  const { openapi, jsonSchemaDialect } = parsed.value as JsonObject;
  const version = /^3\.([01])(\.|$)/.exec(String(openapi))?.[1];
  if (version === undefined) {
    throw new UnreadableContract("UNSUPPORTED_VERSION", {
      where: `${label}:${parsed.lineOf("/openapi")}`,
      problem: `It is OpenAPI ${String(openapi)}.`,
      remedy: "OpenAPI 3.0 and 3.1 are read.",
    });
  }
  if (typeof jsonSchemaDialect === "string" && !/2020-12\/schema|oas\/3\.1\/dialect/.test(jsonSchemaDialect)) {
    throw new UnreadableContract("UNSUPPORTED_VERSION", {
      where: `${label}:${parsed.lineOf("/jsonSchemaDialect")}`,
      problem: `Its schemas are in the dialect ${jsonSchemaDialect}.`,
      remedy: "The dialect of OpenAPI 3.1 and JSON Schema 2020-12 are read.",
    });
  }
  return version === "0" ? "3.0" : "3.1";
}

function usedSchema({ pointer, role }: OpenApiPayload): UsedSchema {
  return { pointer, direction: role === "request" ? "request" : "response" };
}

function typeOf(document: OpenApiDocument, pointer: string): ContractType {
  const schema = valueAt(document.root, pointer);
  if (!isObject(schema)) return {};
  const { title, $id, discriminator } = schema;
  const deprecation = deprecationOf(schema);
  const tag = isObject(discriminator) ? discriminator.propertyName : undefined;
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof $id === "string" ? { id: $id } : {}),
    ...(typeof tag === "string" ? { discriminator: tag } : {}),
    ...(deprecation === undefined ? {} : { deprecation }),
  };
}

function operationOf(operation: OpenApiOperation, schemaOf: (payload: OpenApiPayload) => JsonSchema): Operation {
  const { key, title, deprecation, payloads, statuses, errors, security } = operation;
  return {
    ...(title === undefined ? {} : { title }),
    ...(deprecation === undefined ? {} : { deprecation }),
    binding: key,
    payloads: payloads
      .map((payload) => payloadOf(payload, schemaOf(payload)))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    statuses,
    errors,
    requestHeaders: [],
    // Parameters and headers are payloads here: they have schemas.
    responseHeaders: [],
    security,
    pii: [],
    emits: [],
  };
}

function payloadOf(
  { role, name, required, encoding, alternative, header }: OpenApiPayload,
  schema: JsonSchema,
): Payload {
  return {
    role,
    name,
    schema,
    required,
    ...(encoding === undefined ? {} : { encoding }),
    ...(alternative === undefined ? {} : { alternative }),
    ...(header === undefined ? {} : { header }),
  };
}

function eventOf({ schemaPointer, deprecation }: OpenApiEvent, schemas: OpenApiSchemas): ContractEvent {
  return {
    payload: schemas.translate({ pointer: schemaPointer, direction: "response" }),
    ...(deprecation === undefined ? {} : { deprecation }),
  };
}

interface Places {
  readonly operations: ReadonlyMap<string, OpenApiOperation>;
  readonly events: ReadonlyMap<string, OpenApiEvent>;
}

function placeOf(subject: Subject, within: string, places: Places, schemas: OpenApiSchemas): string | undefined {
  if (subject.part === "contract") return "";
  if (subject.part === "type") return schemas.pointerOf({ definition: subject.name }, within);
  if (subject.part === "event") {
    const event = places.events.get(subject.name);
    if (event === undefined) return undefined;
    return event.schemaPointer === undefined
      ? event.pointer
      : schemas.pointerOf({ pointer: event.schemaPointer }, within);
  }
  const operation = subject.part === "operation" ? places.operations.get(subject.name) : undefined;
  const payload = operation?.payloads.find(({ name }) => name === subject.payload);
  return payload?.pointer === undefined ? operation?.pointer : schemas.pointerOf({ pointer: payload.pointer }, within);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
