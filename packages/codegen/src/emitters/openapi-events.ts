import { type EventStream, eventStreamsOf } from "../event-streams.ts";
import type { OpenApiContext } from "./openapi-context.ts";

/** The streams of events, as far as OpenAPI can say it: the events themselves are in the AsyncAPI document. */
export function openApiEventPaths(context: OpenApiContext): Readonly<Record<string, object>> {
  if (context.model.events.length === 0) return {};
  const streams = eventStreamsOf(context.transport);
  return Object.fromEntries(streams.map((stream) => [stream.path, { get: streamOperation(stream, context) }]));
}

function streamOperation(stream: EventStream, { model, transport, errors }: OpenApiContext) {
  const { name, title, description, parameter, over, errors: uses } = stream;
  // Such types are texts, which refer to nothing.
  const schemaOf = (type: string) => model.typesByName.get(type)?.schema ?? { type: "string", minLength: 1 };
  return {
    operationId: name,
    tags: ["transport"],
    summary: title,
    description: `${description} Each event is a CloudEvent; \`asyncapi.json\` describes them all.`,
    security: [{ apiKey: [] }, { bearer: [] }, {}],
    parameters: [
      ...(parameter === undefined
        ? []
        : [
            {
              name: parameter.name,
              in: "path",
              required: true,
              description: parameter.description,
              schema: schemaOf(parameter.type),
            },
          ]),
      {
        name: "Last-Event-ID",
        in: "header",
        description: "The `id` of the last event that was read: the answer goes on after it.",
        schema: schemaOf("EventId"),
        example: "4711.0",
      },
    ],
    responses: {
      "200": {
        description:
          "Server-sent events, for as long as the reader stays. Comments in between keep the connection open.",
        content: {
          [transport.eventStreamType]: {
            schema: { type: "string", description: "The `data` of each event is one CloudEvent in JSON." },
          },
        },
      },
      ...(over === undefined ? {} : { "204": { description: over } }),
      ...errors.responsesOf(uses),
    },
  };
}
