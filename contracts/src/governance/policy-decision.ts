import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const PolicyDecision = defineType({
  name: "PolicyDecision",
  title: "Policy decision",
  description:
    "What policy says about an action. ALLOW: it may be done. PARTIAL_ALLOW: it may be done under constraints. HITL_REQUIRED: a human must approve it first. ESCALATE: a human of higher standing must. DENY: it may not be done. Where several policies decide, the strictest wins: DENY, then ESCALATE, HITL_REQUIRED, PARTIAL_ALLOW, ALLOW. No policy, or one that cannot be evaluated, is a DENY. The `Orch-Decision` header writes ESCALATE as `ESCALATION_REQUIRED`.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Governance types"),
  schema: stringEnum(["ALLOW", "PARTIAL_ALLOW", "DENY", "HITL_REQUIRED", "ESCALATE"]),
  examples: {
    valid: [
      { title: "allowed", value: "ALLOW" },
      { title: "a human must approve", value: "HITL_REQUIRED" },
    ],
    invalid: [
      { title: "the header's spelling", value: "ESCALATION_REQUIRED", pointer: "", keyword: "enum" },
      { title: "another word for yes", value: "PERMIT", pointer: "", keyword: "enum" },
    ],
  },
});
export type PolicyDecision = Static<typeof PolicyDecision.schema>;
