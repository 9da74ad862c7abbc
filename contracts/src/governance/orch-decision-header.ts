import { defineHeader } from "../spec/define-header.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";

export const orchDecisionHeader = defineHeader({
  name: "Orch-Decision",
  title: "Decision",
  description:
    "Response header: what policy decided about this exchange. It has the values of PolicyDecision, but writes `ESCALATE` as `ESCALATION_REQUIRED`; the table `orchDecisionOfPolicyDecision` holds the mapping.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: stringEnum(["ALLOW", "PARTIAL_ALLOW", "DENY", "HITL_REQUIRED", "ESCALATION_REQUIRED"]),
  example: "ALLOW",
});
