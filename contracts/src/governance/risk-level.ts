import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const RiskLevel = defineType({
  name: "RiskLevel",
  title: "Risk level",
  description:
    "How much harm an action can do, in rising order: LOW, MEDIUM, HIGH, CRITICAL. A capability declares one, and policy may raise it. Where several levels meet, the highest counts.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: stringEnum(["LOW", "MEDIUM", "HIGH", "CRITICAL"]),
  examples: {
    valid: [
      { title: "reading a picture", value: "LOW" },
      { title: "moving money", value: "CRITICAL" },
    ],
    invalid: [
      { title: "in lower case", value: "low", pointer: "", keyword: "enum" },
      { title: "a level that there is not", value: "NONE", pointer: "", keyword: "enum" },
    ],
  },
});
export type RiskLevel = Static<typeof RiskLevel.schema>;
