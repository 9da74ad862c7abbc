import { defineChapter } from "../spec/define-registry.ts";
import { checkpointEntriesMax, inclusionPathMax } from "./bounds.ts";
import { Ed25519PublicKey } from "./ed25519-public-key.ts";
import { Ed25519Signature } from "./ed25519-signature.ts";
import { LedgerAnchor } from "./ledger-anchor.ts";
import { LedgerCheckpoint } from "./ledger-checkpoint.ts";
import { LedgerEntry } from "./ledger-entry.ts";
import { LedgerInclusion } from "./ledger-inclusion.ts";
import { LedgerStatus } from "./ledger-status.ts";
import { orchEventHashHeader } from "./orch-event-hash-header.ts";
import { orchLedgerAnchorHeader } from "./orch-ledger-anchor-header.ts";
import { provenanceLedgerQuery } from "./provenance-ledger-query.ts";
import { ProvenanceLedgerQueryParams } from "./provenance-ledger-query-params.ts";
import { ProvenanceLedgerQueryResult } from "./provenance-ledger-query-result.ts";

/** What was exchanged, by whom and under which policy, in a chain that nobody can change unseen. */
export const provenanceChapter = defineChapter({
  name: "provenance",
  title: "Provenance",
  description:
    "The ledger records every exchange as hashes of what was exchanged, chained so that a change shows. Answers carry the hash of their own entry.",
  specs: [
    checkpointEntriesMax,
    inclusionPathMax,
    LedgerAnchor,
    LedgerStatus,
    LedgerEntry,
    Ed25519PublicKey,
    Ed25519Signature,
    LedgerCheckpoint,
    LedgerInclusion,
    orchEventHashHeader,
    orchLedgerAnchorHeader,
    ProvenanceLedgerQueryParams,
    ProvenanceLedgerQueryResult,
    provenanceLedgerQuery,
  ],
});
