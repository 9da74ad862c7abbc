import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const LedgerStatus = defineType({
  name: "LedgerStatus",
  title: "Ledger status",
  description:
    "How an exchange ended: SUCCESS if it was answered with a result, ERROR if with an error. Work that failed inside an exchange that succeeded is a SUCCESS here; its state is in the result.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Envelope types outside exec.*"),
  schema: stringEnum(["SUCCESS", "ERROR"]),
  examples: {
    valid: [
      { title: "answered with a result", value: "SUCCESS" },
      { title: "answered with an error", value: "ERROR" },
    ],
    invalid: [
      { title: "an execution state", value: "FAILED", pointer: "", keyword: "enum" },
      { title: "in lower case", value: "success", pointer: "", keyword: "enum" },
    ],
  },
});
export type LedgerStatus = Static<typeof LedgerStatus.schema>;
