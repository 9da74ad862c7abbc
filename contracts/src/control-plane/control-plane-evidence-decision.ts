import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { StepId } from "../execution/step-id.ts";
import { policyConstraintsMax, policyReasonsMax } from "../governance/bounds.ts";
import { PolicyBindingId } from "../governance/policy-binding-id.ts";
import { PolicyConstraint } from "../governance/policy-constraint.ts";
import { PolicyDecision } from "../governance/policy-decision.ts";
import { RiskLevel } from "../governance/risk-level.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneEvidenceDecision = defineType({
  name: "ControlPlaneEvidenceDecision",
  title: "Evidence: decision",
  description: "One decision of policy about a run as a whole, or about one of its steps.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    stepId: Type.Optional(ref(StepId, { description: "The step; absent for the run as a whole." })),
    decision: ref(PolicyDecision, { description: "What policy decided." }),
    policyBindingId: ref(PolicyBindingId, { description: "The versioned set of policies that decided." }),
    risk: ref(RiskLevel, { description: "The risk that policy saw." }),
    reasons: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), {
        maxItems: policyReasonsMax.value,
        description: "Why, with the names of the policies that decided.",
      }),
    ),
    constraints: Type.Optional(
      Type.Array(ref(PolicyConstraint), {
        maxItems: policyConstraintsMax.value,
        description: "The constraints under which it was allowed.",
      }),
    ),
    decidedAt: ref(Timestamp, { description: "When it was decided." }),
  }),
  examples: {
    valid: [
      {
        title: "about the run",
        value: {
          decision: "ALLOW",
          policyBindingId: "development-allow",
          risk: "LOW",
          decidedAt: "2026-03-01T09:31:11.900Z",
        },
      },
      {
        title: "about a step, with a reason",
        value: {
          stepId: "analyze",
          decision: "ALLOW",
          policyBindingId: "development-allow",
          reasons: ["Policy `allow-image-analysis` allows it."],
          risk: "LOW",
          decidedAt: "2026-03-01T09:31:11.900Z",
        },
      },
    ],
    invalid: [
      {
        title: "without a binding",
        value: { decision: "ALLOW", risk: "LOW", decidedAt: "2026-03-01T09:31:11.900Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a verdict for a decision",
        value: {
          decision: "autonomous",
          policyBindingId: "development-allow",
          risk: "LOW",
          decidedAt: "2026-03-01T09:31:11.900Z",
        },
        pointer: "/decision",
        keyword: "enum",
      },
    ],
  },
});
export type ControlPlaneEvidenceDecision = Static<typeof ControlPlaneEvidenceDecision.schema>;
