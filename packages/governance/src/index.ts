export { applyApproval } from "./approval/apply-approval.ts";
export {
  type ApprovalAudit,
  type ApprovalBinding,
  type ApprovalChange,
  type ApprovalOpening,
  decideApproval,
  expireApproval,
  openApproval,
  overrideApproval,
} from "./approval/approval.ts";
export {
  type ConstraintViolation,
  type Enforced,
  enforceOnAttempt,
  enforceOnOutput,
  enforceOnRun,
  violationError,
} from "./constraint/enforce.ts";
export type { GovernedAttempt, GovernedRun } from "./constraint/enforcement.ts";
export { readConstraints } from "./constraint/read-constraints.ts";
export { unionOfConstraints } from "./constraint/union-of-constraints.ts";
export { decide } from "./decide.ts";
export {
  actionName,
  denyAll,
  developmentAllow,
  type Governance,
  type GovernanceDecision,
  type GovernanceRequest,
  type GovernedCaller,
  type GovernedContext,
  governanceState,
  type OperationRequest,
} from "./governance.ts";
export { governanceHeaders } from "./governance-headers.ts";
export {
  abortsRunning,
  isKilled,
  type KillSwitches,
  type KillSwitchSetting,
  type KillTarget,
  killSwitchError,
  killSwitchesOf,
  listKillSwitches,
  setKillSwitch,
} from "./kill-switches.ts";
export { compilePolicySet, type PolicyCompilation, type PolicySet } from "./policy/compile-policy-set.ts";
export type { CacheStatistics } from "./policy/decision-cache.ts";
export { type ActionEvaluation, evaluateAction, type ResolvedAction } from "./policy/evaluate-action.ts";
export { PolicyGovernance, type PolicyGovernanceOptions, type PolicyReload } from "./policy/policy-governance.ts";
export { formatPolicyIssue, type PolicyIssue } from "./policy/policy-issue.ts";
export type { PolicyRule } from "./policy/policy-rule.ts";
export {
  defaultPolicyFolder,
  type PolicyFolderReader,
  type PolicySources,
  readPolicyFolder,
} from "./policy/policy-sources.ts";
export type { EvaluationFailure } from "./policy/preparsed-policies.ts";
export { highestRisk, riskLevels } from "./risk.ts";
export { requiresHuman, strictest, strictness } from "./strictness.ts";
