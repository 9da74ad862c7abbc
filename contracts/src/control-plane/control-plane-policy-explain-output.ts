import { type Static, Type } from "@sinclair/typebox";
import { policyReasonsMax } from "../governance/bounds.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneRiskTier } from "./control-plane-risk-tier.ts";
import { ControlPlaneVerdict } from "./control-plane-verdict.ts";

export const ControlPlanePolicyExplainOutput = defineType({
  name: "ControlPlanePolicyExplainOutput",
  title: "Explain Policy: output",
  description: "The verdict, and what led to it.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    verdict: ref(ControlPlaneVerdict, { description: "How far it may go by itself." }),
    riskTier: ref(ControlPlaneRiskTier, { description: "The highest risk that policy saw." }),
    reasons: Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), {
      maxItems: policyReasonsMax.value,
      description: "Why, in whole sentences: of the rules that decided, and what became of it before.",
    }),
  }),
  examples: {
    valid: [
      {
        title: "may run",
        value: { verdict: "autonomous", riskTier: "low", reasons: ["Policy `allow-image-analysis` allows it."] },
      },
    ],
    invalid: [
      { title: "without reasons", value: { verdict: "autonomous", riskTier: "low" }, pointer: "", keyword: "required" },
      {
        title: "a level for a tier",
        value: { verdict: "autonomous", riskTier: "LOW", reasons: [] },
        pointer: "/riskTier",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlanePolicyExplainOutput = Static<typeof ControlPlanePolicyExplainOutput.schema>;
