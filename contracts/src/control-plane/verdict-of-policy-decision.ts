import { defineTable } from "../spec/define-table.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const verdictOfPolicyDecision = defineTable({
  name: "verdictOfPolicyDecision",
  title: "Verdicts of policy decisions",
  description:
    "The verdict that follows from each policy decision. PARTIAL_ALLOW is autonomous, because its constraints are enforced without a human; of several steps the strictest verdict counts.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  value: {
    ALLOW: "autonomous",
    PARTIAL_ALLOW: "autonomous",
    HITL_REQUIRED: "assist",
    ESCALATE: "assist",
    DENY: "blocked",
  },
});
