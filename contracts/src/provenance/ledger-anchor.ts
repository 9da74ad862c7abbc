import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";

export const LedgerAnchor = defineType({
  name: "LedgerAnchor",
  title: "Ledger anchor",
  description:
    "Refers to a ledger checkpoint. The checkpoint covers every entry up to it, so that whoever holds it can verify them offline.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "made by a server", value: "chk_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11" }],
    invalid: [
      { title: "with a space", value: "checkpoint 7", pointer: "", keyword: "pattern" },
      { title: "a number", value: 7, pointer: "", keyword: "type" },
    ],
  },
});
export type LedgerAnchor = Static<typeof LedgerAnchor.schema>;
