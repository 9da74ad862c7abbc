import { type Static, Type } from "@sinclair/typebox";
import { defineType, ref } from "../spec/define-type.ts";
import { policyConstraintsMax } from "./bounds.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";
import { PolicyConstraint } from "./policy-constraint.ts";
import { PolicyDecision } from "./policy-decision.ts";
import { RiskLevel } from "./risk-level.ts";

const { stability, since, source } = governanceMeta;

export const PolicyEvaluateResult = defineType({
  name: "PolicyEvaluateResult",
  title: "Evaluate policy: result",
  description:
    "What policy decides about the action. A DENY is a result here and not an error: the question was answered.",
  stability,
  since,
  source,
  schema: Type.Object({
    decision: ref(PolicyDecision, { description: "What policy decides." }),
    constraints: Type.Optional(
      Type.Array(ref(PolicyConstraint), {
        maxItems: policyConstraintsMax.value,
        description: "The constraints under which the action may be done; all of them hold together.",
      }),
    ),
    requires_hitl: Type.Optional(
      Type.Boolean({ description: "Whether a human must approve first. Defaults to false." }),
    ),
    residual_risk: Type.Optional(ref(RiskLevel, { description: "The risk that remains when the constraints hold." })),
    policy_binding_id: ref(PolicyBindingId, { description: "The versioned set of policies that decided." }),
  }),
  examples: {
    valid: [
      { title: "allowed", value: { decision: "ALLOW", policy_binding_id: "development-allow" } },
      {
        title: "allowed under a constraint",
        value: {
          decision: "PARTIAL_ALLOW",
          constraints: [{ code: "MAX_OUTPUT_BYTES", scope: "output", args: { bytes: 65536 } }],
          requires_hitl: false,
          residual_risk: "LOW",
          policy_binding_id: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
      },
    ],
    invalid: [
      { title: "without a binding", value: { decision: "ALLOW" }, pointer: "", keyword: "required" },
      {
        title: "the header's spelling",
        value: { decision: "ESCALATION_REQUIRED", policy_binding_id: "development-allow" },
        pointer: "/decision",
        keyword: "enum",
      },
    ],
  },
});
export type PolicyEvaluateResult = Static<typeof PolicyEvaluateResult.schema>;
