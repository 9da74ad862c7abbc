import type { ActionDescriptor, ExecTarget, ExecutionGovernanceState, PolicyDecision, RiskLevel } from "@oap/protocol";

/** What the engine asks before a plan or an invocation is accepted, and again before every attempt. */
export interface Governance {
  decide(request: GovernanceRequest): GovernanceDecision;
}

export interface GovernanceRequest {
  readonly caller: GovernedCaller;
  readonly target: ExecTarget;
  /** What the client says that it does; descriptive. */
  readonly action?: ActionDescriptor | undefined;
  /** What the capability declares. */
  readonly risk: RiskLevel;
}

export interface GovernedCaller {
  readonly id: string;
  readonly roles: readonly ("user" | "admin")[];
  readonly session_id?: string | undefined;
}

export interface GovernanceDecision {
  readonly decision: PolicyDecision;
  /** Names the versioned set of policies that decided. */
  readonly policy_binding_id: string;
  /** At least what the capability declares. */
  readonly risk: RiskLevel;
  /** Names such as `image.analyze`, and `*` for every action. */
  readonly allowed_actions: readonly string[];
  readonly removed_actions?: readonly string[];
  readonly requires_hitl_for?: readonly string[];
  /** For people, in whole sentences. */
  readonly reasons: readonly string[];
}

/** The name under which policy knows an action: `<module_id>.<capability>`. */
export function actionName(target: ExecTarget): string {
  return `${target.module_id}.${target.capability}`;
}

/** Allows everything, for a server that nobody but this machine can reach and that has no policies yet. It says so in every result. */
export const developmentAllow: Governance = Object.freeze({
  decide: ({ target, risk }: GovernanceRequest): GovernanceDecision => ({
    decision: "ALLOW",
    policy_binding_id: "development-allow",
    risk,
    allowed_actions: [actionName(target)],
    reasons: ["This server runs without policies, for development, and allows everything."],
  }),
});

/** What holds where no policy is configured: nothing may run. */
export const denyAll: Governance = Object.freeze({
  decide: ({ target, risk }: GovernanceRequest): GovernanceDecision => ({
    decision: "DENY",
    policy_binding_id: "deny-all",
    risk,
    allowed_actions: [],
    removed_actions: [actionName(target)],
    reasons: ["No policy is configured, and what no policy allows is denied."],
  }),
});

/** The part of a decision that is attached to results. */
export function governanceState(decision: GovernanceDecision): ExecutionGovernanceState {
  return {
    policy_binding_id: decision.policy_binding_id,
    allowed_actions: [...decision.allowed_actions],
    ...(decision.removed_actions && { removed_actions: [...decision.removed_actions] }),
    ...(decision.requires_hitl_for && { requires_hitl_for: [...decision.requires_hitl_for] }),
  };
}
