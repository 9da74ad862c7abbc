import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const LedgerAnchor = defineType({
  name: "LedgerAnchor",
  title: "Ledger anchor",
  description:
    "Refers to a ledger checkpoint by the hash of what it says: whoever wrote an anchor down can tell whether the ledger still has that checkpoint, and so the entries that it covers.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [
      {
        title: "as a ledger makes it: by what the checkpoint says",
        value: "chk_9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      },
    ],
    invalid: [
      { title: "with a space", value: "checkpoint 7", pointer: "", keyword: "pattern" },
      { title: "a number", value: 7, pointer: "", keyword: "type" },
    ],
  },
});
export type LedgerAnchor = Static<typeof LedgerAnchor.schema>;
