import type { Static } from "@sinclair/typebox";
import { orchPageResponse } from "../common/orch-page-response.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { LedgerEntry } from "./ledger-entry.ts";

const entry = {
  event_id: "req-1",
  timestamp: "2026-03-01T09:30:00.000Z",
  actor: "user:ada",
  module_id: "image",
  envelope_type: "exec.invoke",
  status: "SUCCESS" as const,
  input_ref: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  prev_event_hash: "sha256:0000000000000000000000000000000000000000000000000000000000000000",
  event_hash: "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
};

export const ProvenanceLedgerQueryResult = defineType({
  stability: "experimental",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
  name: "ProvenanceLedgerQueryResult",
  title: "Query the ledger: result",
  description: "One page of ledger entries, the oldest first.",
  schema: orchPageResponse(ref(LedgerEntry)),
  examples: {
    valid: [
      { title: "none", value: { items: [] } },
      { title: "one of many", value: { items: [entry], next_cursor: "eyJhZnRlciI6InJlcS0xIn0", total_estimate: 1200 } },
    ],
    invalid: [
      { title: "without items", value: { next_cursor: "eyJhZnRlciI6InJlcS0xIn0" }, pointer: "", keyword: "required" },
      {
        title: "an entry with an unknown status",
        value: { items: [{ ...entry, status: "FAILED" }] },
        pointer: "/items/0/status",
        keyword: "enum",
      },
    ],
  },
});
export type ProvenanceLedgerQueryResult = Static<typeof ProvenanceLedgerQueryResult.schema>;
