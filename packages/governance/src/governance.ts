import type {
  ActionDescriptor,
  CallerRole,
  ExecTarget,
  ExecutionGovernanceState,
  ExecutionMode,
  JsonValue,
  OperationKey,
  PolicyConstraint,
  PolicyContext,
  PolicyDecision,
  RiskLevel,
} from "@oap/protocol";

/** What the engine asks before a plan or an invocation is accepted, and again before every attempt. */
export interface Governance {
  decide(request: GovernanceRequest): GovernanceDecision;
  /** About an operation of the control plane instead of a capability. Without it, no policy allows any. */
  decideOperation?(request: OperationRequest): GovernanceDecision;
}

export interface GovernanceRequest {
  readonly caller: GovernedCaller;
  /** With the version that was chosen, where it is known. */
  readonly target: ExecTarget;
  /** What the client says that it does; descriptive. */
  readonly action?: ActionDescriptor | undefined;
  /** What the capability declares. */
  readonly risk: RiskLevel;
  /** What the capability declares; absent counts as no. */
  readonly idempotent?: boolean | undefined;
  /** The capability's own constraints, which hold whatever policy adds. */
  readonly constraints?: readonly PolicyConstraint[] | undefined;
  readonly mode?: ExecutionMode | undefined;
  /** The attempt's number, from 1; absent before there are attempts. */
  readonly attempt?: number | undefined;
  /** The plan that the target is a step of, if it is one. */
  readonly plan?: { readonly plan_id: string; readonly steps: number } | undefined;
  readonly context?: GovernedContext | undefined;
  /** The capability's input, where it is known already. It reaches only policies that are annotated `@input`. */
  readonly input?: JsonValue | undefined;
}

export interface OperationRequest {
  readonly caller: GovernedCaller;
  readonly operation: OperationKey;
  readonly context?: GovernedContext | undefined;
}

/** What a caller states about a request, as far as policy can read it. */
export type GovernedContext = Pick<
  PolicyContext,
  "tenant" | "data_sensitivity" | "request_purpose" | "claims" | "attributes"
>;

export interface GovernedCaller {
  readonly id: string;
  readonly roles: readonly CallerRole[];
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
  /** What must hold while it runs; enforced by `enforceOnRun`, `enforceOnAttempt` and `enforceOnOutput`. */
  readonly constraints?: readonly PolicyConstraint[];
  /** The names of the policies that decided. */
  readonly rules_fired?: readonly string[];
  /** The role that a human must have to approve it; present where one must. */
  readonly approver?: CallerRole;
  /** For people, in whole sentences. */
  readonly reasons: readonly string[];
}

/** The name under which policy knows an action: `<module_id>.<capability>`. */
export function actionName(target: ExecTarget): string {
  return `${target.module_id}.${target.capability}`;
}

/** Allows everything, for a server that nobody but this machine can reach and that has no policies yet. It says so in every result. */
export const developmentAllow: Governance = Object.freeze({
  decide: ({ target, risk }: GovernanceRequest) => developmentDecision(actionName(target), risk),
  decideOperation: ({ operation }: OperationRequest) => developmentDecision(operation, "LOW"),
});

/** What holds where no policy is configured: nothing may run. */
export const denyAll: Governance = Object.freeze({
  decide: ({ target, risk }: GovernanceRequest) =>
    denial({ action: actionName(target), binding: "deny-all", risk, reasons: [noPolicy] }),
  decideOperation: ({ operation }: OperationRequest) =>
    denial({ action: operation, binding: "deny-all", risk: "LOW", reasons: [noPolicy] }),
});

const noPolicy = "No policy is configured, and what no policy allows is denied.";

function developmentDecision(action: string, risk: RiskLevel): GovernanceDecision {
  return {
    decision: "ALLOW",
    policy_binding_id: "development-allow",
    risk,
    allowed_actions: [action],
    reasons: ["This server runs without policies, for development, and allows everything."],
  };
}

export interface Denial {
  readonly action: string;
  readonly binding: string;
  readonly risk: RiskLevel;
  readonly reasons: readonly string[];
  readonly rules?: readonly string[];
}

export function denial({ action, binding, risk, reasons, rules }: Denial): GovernanceDecision {
  return {
    decision: "DENY",
    policy_binding_id: binding,
    risk,
    allowed_actions: [],
    removed_actions: [action],
    ...(rules && { rules_fired: rules }),
    reasons,
  };
}

/** The part of a decision that is attached to results. */
export function governanceState(decision: GovernanceDecision): ExecutionGovernanceState {
  return {
    policy_binding_id: decision.policy_binding_id,
    allowed_actions: [...decision.allowed_actions],
    ...(decision.removed_actions && { removed_actions: [...decision.removed_actions] }),
    ...(decision.requires_hitl_for && { requires_hitl_for: [...decision.requires_hitl_for] }),
  };
}
