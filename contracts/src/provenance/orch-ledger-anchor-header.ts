import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { LedgerAnchor } from "./ledger-anchor.ts";

export const orchLedgerAnchorHeader = defineHeader({
  name: "Orch-Ledger-Anchor",
  title: "Ledger anchor",
  description: "Response header: refers to the ledger checkpoint that covers this exchange. Absent until there is one.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: ref(LedgerAnchor),
  example: "chk_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11",
});
