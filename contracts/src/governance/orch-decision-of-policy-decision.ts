import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";

export const orchDecisionOfPolicyDecision = defineTable({
  name: "orchDecisionOfPolicyDecision",
  title: "Policy decisions in the Orch-Decision header",
  description:
    "How the `Orch-Decision` header writes each PolicyDecision. All but one are written as they are: `ESCALATE` is `ESCALATION_REQUIRED` there.",
  stability: "stable",
  since: "1.0.0",
  source: source("wire-decisions", "Exchange"),
  value: {
    ALLOW: "ALLOW",
    PARTIAL_ALLOW: "PARTIAL_ALLOW",
    DENY: "DENY",
    HITL_REQUIRED: "HITL_REQUIRED",
    ESCALATE: "ESCALATION_REQUIRED",
  },
});
