import { defineQuery } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { ProvenanceLedgerQueryParams } from "./provenance-ledger-query-params.ts";
import { ProvenanceLedgerQueryResult } from "./provenance-ledger-query-result.ts";

export const provenanceLedgerQuery = defineQuery({
  meta: {
    stability: "experimental",
    since: "1.0.0",
    source: source("oap-protocol", "Envelope types outside exec.*"),
    key: "provenance.ledger.query",
    title: "Query the ledger",
    version: "1.0.0",
    description:
      "Lists ledger entries. Entries hold hashes and never payloads, so a page can be handed on; whoever holds the payloads can check them against the hashes, and the chain against itself.",
    goal: "Find out who did what, when, under which policy, and show that nobody has changed the record.",
    context: "Called by auditors, by operators after an incident, and by tools that verify the chain.",
    domain: "provenance",
    owners: ["platform.core"],
    tags: ["provenance", "ledger", "audit"],
  },
  capability: { key: "provenance.ledger", version: "1.0.0" },
  io: { input: ProvenanceLedgerQueryParams, output: ProvenanceLedgerQueryResult },
  policy: { auth: "admin", pii: [] },
});
