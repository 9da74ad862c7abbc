import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { RiskLevel } from "./risk-level.ts";

export const orchRiskLevelHeader = defineHeader({
  name: "Orch-Risk-Level",
  title: "Risk level",
  description: "Response header: the risk that policy saw in this exchange.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: ref(RiskLevel),
  example: "LOW",
});
