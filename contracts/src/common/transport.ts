import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";

export const transport = defineTable({
  name: "transport",
  title: "Transport",
  description:
    "The HTTP paths and media types of the protocol. `POST` an envelope to `paths.envelope`, or to `paths.envelope` followed by `/` and its type; strict JSON-RPC 2.0 goes to `paths.jsonRpc`. `GET` on `paths.events` streams all events, on `paths.invocationEvents` those of one run, on `paths.planEvents` those of one plan's runs, as server-sent events whose data is a CloudEvent. Bodies are read as the envelope's media type or as plain JSON. An answer to a request that could not be read has the envelope type `unreadableEnvelopeType`. A credential is the secret of an API key in the header `apiKeyHeader` or in `Authorization: Bearer`, or a signed token there.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Transport"),
  value: {
    paths: {
      envelope: "/orchestrate",
      jsonRpc: "/rpc",
      events: "/events",
      invocationEvents: "/events/invocations/{invocation_id}",
      planEvents: "/events/plans/{plan_id}",
    },
    mediaTypes: {
      envelope: "application/vnd.orch-envelope+json",
      json: "application/json",
      eventStream: "text/event-stream",
    },
    mediaTypeVersion: "oap.v1",
    unreadableEnvelopeType: "oap.error",
    apiKeyHeader: "Orch-Api-Key",
  },
});
