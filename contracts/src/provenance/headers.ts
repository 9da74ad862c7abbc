import type { HeaderUse } from "../spec/define-header.ts";
import { orchEventHashHeader } from "./orch-event-hash-header.ts";
import { orchLedgerAnchorHeader } from "./orch-ledger-anchor-header.ts";

/** What answers carry about their own ledger entry. The body does not repeat it, so they have no counterpart. */
export const provenanceResponseHeaders: readonly HeaderUse[] = [
  { header: orchEventHashHeader },
  { header: orchLedgerAnchorHeader },
];
