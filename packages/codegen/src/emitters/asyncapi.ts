import { deprecationOf } from "@oap/contracts";
import { deprecationSentence } from "../deprecation-text.ts";
import { downLevelSchema } from "../down-level-schema.ts";
import { type EventStream, eventStreamsOf } from "../event-streams.ts";
import type { GeneratedFile } from "../generated-file.ts";
import type { JsonSchema } from "../json-schema.ts";
import { jsonText } from "../json-text.ts";
import { referredName } from "../map-schema.ts";
import type { Model, PublishedEvent } from "../model.ts";
import { protocolTypes } from "../protocol-types.ts";
import { transportOf } from "../transport.ts";

/**
 * The events as one AsyncAPI document: one message an event, in its CloudEvents envelope, on server-sent events over HTTP.
 * Schemas are draft-07. Source: AsyncAPI 3.0.0; CloudEvents 1.0, JSON event format; HTML, Server-sent events.
 */
export function emitAsyncApi(model: Model): readonly GeneratedFile[] {
  if (model.events.length === 0) return [];
  const { registry, options, events } = model;
  const transport = transportOf(model);
  const streams = eventStreamsOf(transport);
  const server = new URL(options.serverUrl);
  const document = {
    asyncapi: "3.0.0",
    id: `${registry.schemaIdBase}:events`,
    info: {
      title: registry.title,
      version: registry.version,
      description: registry.description,
      license: { name: options.license },
    },
    defaultContentType: "application/json",
    servers: {
      default: {
        host: server.host,
        protocol: server.protocol.replace(":", ""),
        description: "Where it listens unless told otherwise.",
        security: [{ $ref: "#/components/securitySchemes/apiKey" }, { $ref: "#/components/securitySchemes/bearer" }],
      },
    },
    channels: Object.fromEntries(streams.map((stream) => [stream.name, channelOf(stream, events)])),
    operations: Object.fromEntries(streams.map((stream) => [stream.name, operationOf(stream, events)])),
    components: {
      schemas: Object.fromEntries(neededTypes(model).map((type) => [type.name, draft07(type.schema)])),
      messages: Object.fromEntries(events.map((event) => [event.key, messageOf(event, model)])),
      securitySchemes: {
        apiKey: {
          type: "httpApiKey",
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
  return [{ path: "asyncapi.json", content: jsonText(document) }];
}

function channelOf({ title, description, path, parameter }: EventStream, events: readonly PublishedEvent[]) {
  return {
    address: path,
    title,
    description,
    ...(parameter === undefined ? {} : { parameters: { [parameter.name]: { description: parameter.description } } }),
    messages: Object.fromEntries(events.map(({ key }) => [key, { $ref: `#/components/messages/${key}` }])),
  };
}

/** `send`: the application that this document describes is the control plane. */
function operationOf({ name, title }: EventStream, events: readonly PublishedEvent[]) {
  return {
    action: "send",
    channel: { $ref: `#/channels/${name}` },
    summary: title,
    description:
      "Each message is the `data` of one server-sent event, and its `id` is the event's. A reader that comes back with it as `Last-Event-ID` loses nothing.",
    bindings: { http: { method: "GET", bindingVersion: "0.3.0" } },
    messages: events.map(({ key }) => ({ $ref: `#/channels/${name}/messages/${key}` })),
  };
}

function messageOf({ key, spec, payload }: PublishedEvent, model: Model) {
  const envelope = model.typesByName.get(protocolTypes.event)?.spec.examples.valid[0]?.value;
  const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  return {
    name: key,
    title: spec.title,
    summary: spec.description,
    ...(deprecationOf(spec) === undefined ? {} : { description: deprecationSentence(spec).join(""), deprecated: true }),
    contentType: "application/cloudevents+json",
    payload: {
      allOf: [
        reference(protocolTypes.event),
        { type: "object", properties: { type: { const: key }, data: reference(payload.name) } },
      ],
    },
    examples: payload.spec.examples.valid.map(({ title, value }) => ({
      summary: title,
      payload: { ...(envelope as object), type: key, data: value },
    })),
  };
}

function draft07(schema: JsonSchema): JsonSchema {
  return downLevelSchema(schema, (reference) => `#/components/schemas/${referredName(reference)}`);
}

function neededTypes({ events, types, typesByName }: Model) {
  const envelope = typesByName.get(protocolTypes.event);
  const roots = [...events.map(({ payload }) => payload), ...(envelope === undefined ? [] : [envelope])];
  const needed = new Set(roots.flatMap(({ name, closure }) => [name, ...closure]));
  return types.filter(({ name }) => needed.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
}
