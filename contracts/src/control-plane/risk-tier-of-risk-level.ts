import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const riskTierOfRiskLevel = defineTable({
  name: "riskTierOfRiskLevel",
  title: "Risk tiers of risk levels",
  description: "The risk tier that stands for each risk level. It is one to one, so it is read both ways.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  value: {
    LOW: "low",
    MEDIUM: "medium",
    HIGH: "high",
    CRITICAL: "critical",
  },
});
