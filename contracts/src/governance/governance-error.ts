import { type Static, Type } from "@sinclair/typebox";
import { orchErrorMembers } from "../common/orch-error.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";
import { PolicyDecision } from "./policy-decision.ts";
import { RiskLevel } from "./risk-level.ts";

export const GovernanceError = defineType({
  name: "GovernanceError",
  title: "Governance error",
  description:
    "The error of an exchange that governance refused, such as `POLICY_DENIED`, `CONSTRAINT_VIOLATION` or `KILL_SWITCH_ACTIVE`. It is an OrchError that also says what was decided, and by which rules. Nothing was started.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: Type.Object({
    ...orchErrorMembers,
    decision: Type.Optional(ref(PolicyDecision, { description: "What policy decided." })),
    policy_binding_id: Type.Optional(
      ref(PolicyBindingId, { description: "The versioned set of policies that decided." }),
    ),
    risk: Type.Optional(ref(RiskLevel, { description: "The risk that policy saw in the action." })),
    hitl_required: Type.Optional(
      Type.Boolean({ description: "Whether a human's approval would let the action pass. Defaults to false." }),
    ),
  }),
  examples: {
    valid: [
      {
        title: "denied by policy",
        value: {
          code: "POLICY_DENIED",
          message: "Policy denies it.",
          details: { rules_fired: ["deny-restricted-data"] },
          retryable: false,
          decision: "DENY",
          policy_binding_id: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          risk: "HIGH",
          hitl_required: false,
        },
      },
      { title: "the least there is", value: { code: "KILL_SWITCH_ACTIVE", message: "A kill switch is on for it." } },
    ],
    invalid: [
      { title: "without a message", value: { code: "POLICY_DENIED" }, pointer: "", keyword: "required" },
      {
        title: "an unknown decision",
        value: { code: "POLICY_DENIED", message: "Policy denies it.", decision: "BLOCK" },
        pointer: "/decision",
        keyword: "enum",
      },
    ],
  },
});
export type GovernanceError = Static<typeof GovernanceError.schema>;
