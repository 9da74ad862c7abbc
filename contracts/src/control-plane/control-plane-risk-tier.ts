import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneRiskTier = defineType({
  name: "ControlPlaneRiskTier",
  title: "Risk tier",
  description:
    "The highest risk in an execution. These are the risk levels in lower case; the table `riskTierOfRiskLevel` holds the mapping.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  schema: stringEnum(["low", "medium", "high", "critical"]),
  examples: {
    valid: [
      { title: "harmless", value: "low" },
      { title: "moving money", value: "critical" },
    ],
    invalid: [
      { title: "a risk level", value: "HIGH", pointer: "", keyword: "enum" },
      { title: "a tier that there is not", value: "none", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlPlaneRiskTier = Static<typeof ControlPlaneRiskTier.schema>;
