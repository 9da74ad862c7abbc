import { defineChapter } from "../spec/define-registry.ts";
import { ActionName } from "./action-name.ts";
import { ApprovalId } from "./approval-id.ts";
import { ApprovalRequest } from "./approval-request.ts";
import { ApprovalState } from "./approval-state.ts";
import { Attributes } from "./attributes.ts";
import { governedActionsMax, policyConstraintsMax, policyIssuesMax, policyReasonsMax } from "./bounds.ts";
import { ExecutionGovernanceState } from "./execution-governance-state.ts";
import { GovernanceError } from "./governance-error.ts";
import { hitlDecisionSubmit } from "./hitl-decision-submit.ts";
import { HitlDecisionSubmitParams } from "./hitl-decision-submit-params.ts";
import { HitlDecisionSubmitResult } from "./hitl-decision-submit-result.ts";
import { hitlOverride } from "./hitl-override.ts";
import { HitlOverrideParams } from "./hitl-override-params.ts";
import { HitlOverrideResult } from "./hitl-override-result.ts";
import { hitlPendingList } from "./hitl-pending-list.ts";
import { HitlPendingListParams } from "./hitl-pending-list-params.ts";
import { HitlPendingListResult } from "./hitl-pending-list-result.ts";
import { hitlRequest } from "./hitl-request.ts";
import { HitlRequestParams } from "./hitl-request-params.ts";
import { HitlRequestResult } from "./hitl-request-result.ts";
import { orchDecisionHeader } from "./orch-decision-header.ts";
import { orchDecisionOfPolicyDecision } from "./orch-decision-of-policy-decision.ts";
import { orchHitlRequiredHeader } from "./orch-hitl-required-header.ts";
import { orchPolicyBindingHeader } from "./orch-policy-binding-header.ts";
import { orchRiskLevelHeader } from "./orch-risk-level-header.ts";
import { PolicyBindingId } from "./policy-binding-id.ts";
import { PolicyClaim } from "./policy-claim.ts";
import { PolicyConstraint } from "./policy-constraint.ts";
import { policyConstraintCodes } from "./policy-constraint-codes.ts";
import { PolicyContext } from "./policy-context.ts";
import { PolicyDecision } from "./policy-decision.ts";
import { policyEvaluate } from "./policy-evaluate.ts";
import { PolicyEvaluateParams } from "./policy-evaluate-params.ts";
import { PolicyEvaluateResult } from "./policy-evaluate-result.ts";
import { policyExplain } from "./policy-explain.ts";
import { PolicyExplainParams } from "./policy-explain-params.ts";
import { PolicyExplainResult } from "./policy-explain-result.ts";
import { PolicyIssue } from "./policy-issue.ts";
import { policyReload } from "./policy-reload.ts";
import { PolicyReloadParams } from "./policy-reload-params.ts";
import { PolicyReloadResult } from "./policy-reload-result.ts";
import { RiskLevel } from "./risk-level.ts";

/** Who may do what, under which constraints, and when a human must decide. */
export const governanceChapter = defineChapter({
  name: "governance",
  title: "Governance",
  description:
    "Policy is evaluated before every execution. The versioned set of policies and the decision are attached to results and recorded in the ledger. A missing policy is a DENY, and a human stage cannot be skipped.",
  specs: [
    governedActionsMax,
    policyConstraintsMax,
    policyReasonsMax,
    policyIssuesMax,
    PolicyDecision,
    RiskLevel,
    PolicyBindingId,
    ActionName,
    Attributes,
    PolicyConstraint,
    policyConstraintCodes,
    PolicyClaim,
    PolicyContext,
    ExecutionGovernanceState,
    GovernanceError,
    ApprovalId,
    ApprovalState,
    ApprovalRequest,
    orchPolicyBindingHeader,
    orchDecisionHeader,
    orchRiskLevelHeader,
    orchHitlRequiredHeader,
    orchDecisionOfPolicyDecision,
    PolicyEvaluateParams,
    PolicyEvaluateResult,
    policyEvaluate,
    PolicyExplainParams,
    PolicyExplainResult,
    policyExplain,
    PolicyIssue,
    PolicyReloadParams,
    PolicyReloadResult,
    policyReload,
    HitlRequestParams,
    HitlRequestResult,
    hitlRequest,
    HitlPendingListParams,
    HitlPendingListResult,
    hitlPendingList,
    HitlDecisionSubmitParams,
    HitlDecisionSubmitResult,
    hitlDecisionSubmit,
    HitlOverrideParams,
    HitlOverrideResult,
    hitlOverride,
  ],
});
