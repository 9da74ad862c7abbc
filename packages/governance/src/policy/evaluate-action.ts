import {
  type ExecTarget,
  isOperationKey,
  OapError,
  type PolicyConstraint,
  type PolicyEvaluateParams,
  type PolicyEvaluateResult,
  type RiskLevel,
} from "@oap/protocol";
import { decide } from "../decide.ts";
import { denial, type Governance, type GovernanceDecision, type GovernedCaller } from "../governance.ts";
import { requiresHuman } from "../strictness.ts";

/** What is registered under a target, as far as policy needs it. */
export interface ResolvedAction {
  readonly version?: string;
  readonly risk: RiskLevel;
  readonly idempotent: boolean;
  readonly constraints?: readonly PolicyConstraint[];
}

export interface ActionEvaluation {
  readonly result: PolicyEvaluateResult;
  /** All of it, for the response headers and the ledger. */
  readonly decision: GovernanceDecision;
  /** Whether the ledger records it: not where it was a rehearsal. */
  readonly recorded: boolean;
}

/**
 * The answer to `policy.evaluate`: what an execution by this caller would meet. An action that nobody provides, `*`, and a name that
 * two capabilities could have are denied. Throws FORBIDDEN where the context names another caller.
 */
export function evaluateAction(
  governance: Governance,
  { action, context, payload, dry_run = false }: PolicyEvaluateParams,
  caller: GovernedCaller,
  resolve: (target: ExecTarget) => ResolvedAction | undefined,
): ActionEvaluation {
  if (context.caller !== undefined && context.caller !== caller.id) {
    throw new OapError("FORBIDDEN", {
      message: `\`context.caller\` is ${context.caller}, and the caller is ${caller.id}: leave it out.`,
    });
  }
  const asking = context.session_id === undefined ? caller : { session_id: context.session_id, ...caller };
  const decision = isOperationKey(action)
    ? decideOperation(governance, { caller: asking, operation: action, context })
    : decideCapability(governance, action, resolve, { caller: asking, context, input: payload });
  const { constraints, policy_binding_id, risk } = decision;
  return {
    result: {
      decision: decision.decision,
      ...(constraints && { constraints: [...constraints] }),
      requires_hitl: requiresHuman(decision.decision),
      residual_risk: risk,
      policy_binding_id,
    },
    decision,
    recorded: !dry_run,
  };
}

function decideCapability(
  governance: Governance,
  action: string,
  resolve: (target: ExecTarget) => ResolvedAction | undefined,
  request: Omit<Parameters<Governance["decide"]>[0], "target" | "risk">,
): GovernanceDecision {
  const found = targetsOf(action).flatMap((target) => {
    const resolved = resolve(target);
    return resolved === undefined ? [] : [{ target, resolved }];
  });
  const [only, another] = found;
  if (only === undefined || another !== undefined) {
    const why = only === undefined ? "No capability" : "More than one capability";
    return denial({ action, binding: "unknown-action", risk: "LOW", reasons: [`${why} is named ${action}.`] });
  }
  const { version, ...declared } = only.resolved;
  return decide(governance, { ...request, ...declared, target: { ...only.target, ...(version && { version }) } });
}

function decideOperation(
  governance: Governance,
  request: Parameters<NonNullable<Governance["decideOperation"]>>[0],
): GovernanceDecision {
  const refused = { action: request.operation, risk: "LOW" } as const;
  try {
    const decision = governance.decideOperation?.(request);
    const reasons = ["No policy allows operations, and what no policy allows is denied."];
    return decision ?? denial({ ...refused, binding: "no-policy", reasons });
  } catch {
    const reasons = ["Policy could not be evaluated, and what no policy allows is denied."];
    return denial({ ...refused, binding: "evaluation-error", reasons });
  }
}

/** The targets that an action's name can mean: both of its parts may have dots. */
function targetsOf(action: string): readonly ExecTarget[] {
  const parts = action.split(".");
  return parts.slice(1).map((_, index) => ({
    module_id: parts.slice(0, index + 1).join("."),
    capability: parts.slice(index + 1).join("."),
  }));
}
