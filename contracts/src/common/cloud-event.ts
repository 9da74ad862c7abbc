import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { EventId } from "./event-id.ts";
import { JsonObject } from "./json-object.ts";
import { Timestamp } from "./timestamp.ts";

export const CloudEvent = defineType({
  name: "CloudEvent",
  title: "Event",
  description:
    "An event as it is published: CloudEvents 1.0 in the JSON format, with the event's payload as `data`. It is open: members that are not listed here are extensions, to be kept or ignored.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "controlPlane.*"),
  schema: Type.Object({
    specversion: Type.Literal("1.0", { description: "The version of CloudEvents: `1.0`." }),
    id: ref(EventId, {
      description: "Identifies the event within its source, and is the same however often it is read.",
    }),
    source: Type.String({
      minLength: 1,
      maxLength: 512,
      description: "The control plane that it comes from, as a URI reference.",
    }),
    type: Type.String({
      minLength: 1,
      maxLength: 128,
      description: "What happened: the event's key, such as `controlPlane.execution.completed`.",
    }),
    subject: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "What it is about: the `invocation_id` of the run or, before there is one, the execution.",
      }),
    ),
    time: ref(Timestamp, { description: "When it happened." }),
    datacontenttype: Type.Literal("application/json", { description: "The media type of `data`." }),
    data: ref(JsonObject, { description: "The payload that the event's contract describes." }),
  }),
  examples: {
    valid: [
      {
        title: "a run completed",
        value: {
          specversion: "1.0",
          id: "4711.0",
          source: "urn:oap:module:control-plane",
          type: "controlPlane.execution.completed",
          subject: "inv-1",
          time: "2026-03-01T09:30:00.000Z",
          datacontenttype: "application/json",
          data: { executionId: "exe-1", runId: "inv-1", completedAt: "2026-03-01T09:30:00.000Z" },
        },
      },
    ],
    invalid: [
      {
        title: "without a type",
        value: {
          specversion: "1.0",
          id: "4711.0",
          source: "urn:oap:module:control-plane",
          time: "2026-03-01T09:30:00.000Z",
          datacontenttype: "application/json",
          data: {},
        },
        pointer: "",
        keyword: "required",
      },
      {
        title: "another version of CloudEvents",
        value: {
          specversion: "0.3",
          id: "4711.0",
          source: "urn:oap:module:control-plane",
          type: "controlPlane.execution.completed",
          time: "2026-03-01T09:30:00.000Z",
          datacontenttype: "application/json",
          data: {},
        },
        pointer: "/specversion",
        keyword: "const",
      },
    ],
  },
});
export type CloudEvent = Static<typeof CloudEvent.schema>;
