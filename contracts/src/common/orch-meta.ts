import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { labelsMax } from "./bounds.ts";
import { OrchCaller } from "./orch-caller.ts";
import { OrchSessionId } from "./orch-session-id.ts";
import { OrchTraceId } from "./orch-trace-id.ts";
import { Timestamp } from "./timestamp.ts";

export const OrchMeta = defineType({
  name: "OrchMeta",
  title: "Envelope metadata",
  description:
    "Metadata that any envelope may carry, for observability, debugging and routing. It is open: members that are not listed here are kept or ignored, never an error.",
  stability: "stable",
  since: "1.0.0",
  source: source("common-types", "3.6.1"),
  schema: Type.Object({
    timestamp: Type.Optional(
      ref(Timestamp, {
        description:
          "When the envelope was created. Where a request has none, the server's time of receipt is used; answers always carry one.",
      }),
    ),
    session_id: Type.Optional(ref(OrchSessionId, { description: "Echoes the `Orch-Session-Id` header." })),
    trace_id: Type.Optional(ref(OrchTraceId, { description: "Echoes the `Orch-Trace-Id` header." })),
    caller: Type.Optional(ref(OrchCaller, { description: "Echoes the `Orch-Caller` header." })),
    locale: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: "Language tag of the user, such as `en-US` or `zh-CN`.",
      }),
    ),
    channel: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "Where the request came from, such as `web-ui`, `cli` or `batch-job`.",
      }),
    ),
    client_version: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: "The client's name and version, such as `orch-gateway/1.0.3`.",
      }),
    ),
    labels: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 1024 }), {
        maxProperties: labelsMax.value,
        description: "Tags for routing and analytics, at most 64.",
      }),
    ),
    correlation_ids: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
        maxItems: labelsMax.value,
        description: "Identifiers of the same work in other systems, at most 64.",
      }),
    ),
  }),
  examples: {
    valid: [
      { title: "empty", value: {} },
      {
        title: "from a command line",
        value: { timestamp: "2026-03-01T09:30:00.000Z", channel: "cli", labels: { team: "imaging" } },
      },
    ],
    invalid: [
      {
        title: "labels that are not text",
        value: { labels: { retries: 3 } },
        pointer: "/labels/retries",
        keyword: "type",
      },
      {
        title: "a time with an offset",
        value: { timestamp: "2026-03-01T10:30:00+01:00" },
        pointer: "/timestamp",
        keyword: "pattern",
      },
    ],
  },
});
export type OrchMeta = Static<typeof OrchMeta.schema>;
