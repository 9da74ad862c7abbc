import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";

export const transport = defineTable({
  name: "transport",
  title: "Transport",
  description:
    "The HTTP paths and media types of the protocol. `POST` an envelope to `paths.envelope`, or to `paths.envelope` followed by `/` and its type; strict JSON-RPC 2.0 goes to `paths.jsonRpc`. Bodies are read as the envelope's media type or as plain JSON. An answer to a request that could not be read has the envelope type `unreadableEnvelopeType`.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Transport"),
  value: {
    paths: { envelope: "/orchestrate", jsonRpc: "/rpc", events: "/events" },
    mediaTypes: { envelope: "application/vnd.orch-envelope+json", json: "application/json" },
    mediaTypeVersion: "oap.v1",
    unreadableEnvelopeType: "oap.error",
  },
});
