import type { HeaderUse } from "../spec/define-header.ts";
import { orchDecisionHeader } from "./orch-decision-header.ts";
import { orchHitlRequiredHeader } from "./orch-hitl-required-header.ts";
import { orchPolicyBindingHeader } from "./orch-policy-binding-header.ts";
import { orchRiskLevelHeader } from "./orch-risk-level-header.ts";

/** What answers carry about the decision of policy. The body need not repeat it, so they have no counterpart. */
export const governanceResponseHeaders: readonly HeaderUse[] = [
  { header: orchPolicyBindingHeader },
  { header: orchDecisionHeader },
  { header: orchRiskLevelHeader },
  { header: orchHitlRequiredHeader },
];
