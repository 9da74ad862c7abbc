import type { CompiledPlan } from "@oap/plan";
import {
  type ControlPlanePolicyExplainInput,
  type ControlPlanePolicyExplainOutput,
  OapError,
  riskTierOfRiskLevel,
  verdictOfPolicyDecision,
} from "@oap/protocol";
import type { ExecutionRecord, RunRecord, Store } from "@oap/store";
import type { Caller } from "./caller.ts";
import type { CompiledPlans } from "./compiled-plans.ts";
import { planOfRun } from "./journal-turns.ts";
import type { Permit } from "./plan-verification.ts";
import { policyReasons } from "./policy-reasons.ts";

export interface PolicyExplanationsOptions {
  readonly store: Store;
  readonly compiledPlans: CompiledPlans;
  readonly permit: Permit;
}

/** `controlPlane.policy.explain`: what policy says of an execution or of one of its steps, and what became of it before. */
export class PolicyExplanations {
  readonly #options: PolicyExplanationsOptions;

  constructor(options: PolicyExplanationsOptions) {
    this.#options = options;
  }

  /**
   * Asks the policies in force, for whoever's run it is, as is done again before each attempt; for an execution without a run, for the
   * caller, as a start would. Throws EXECUTION_NOT_FOUND, STEP_NOT_FOUND, and STATE_CONFLICT where there is no plan yet.
   */
  explain({ executionId, stepId }: ControlPlanePolicyExplainInput, caller: Caller): ControlPlanePolicyExplainOutput {
    const { store, permit } = this.#options;
    const execution = store.execution(executionId);
    if (execution === undefined) {
      throw new OapError("EXECUTION_NOT_FOUND", { message: `There is no execution ${executionId}.` });
    }
    const run = execution.run_id === undefined ? undefined : store.run(execution.run_id);
    const plan = this.#planOf(execution, run);
    const { decisive, risk } = permit(run?.caller ?? caller, stepId === undefined ? plan : partOf(plan, stepId));
    const rules = decisive.rules_fired ?? [];
    const reasons = [
      ...decisive.reasons,
      ...(rules.length === 0 ? [] : [`It was decided by ${rules.map((rule) => `\`${rule}\``).join(", ")}.`]),
      ...this.#before(execution, run, decisive.policy_binding_id),
      ...this.#answers(execution, run, stepId),
    ];
    return {
      verdict: verdictOfPolicyDecision[decisive.decision],
      riskTier: riskTierOfRiskLevel[risk],
      reasons: policyReasons(reasons),
    };
  }

  #planOf({ execution_id, plan_id, status }: ExecutionRecord, run: RunRecord | undefined): CompiledPlan {
    const { store, compiledPlans } = this.#options;
    if (run !== undefined) return planOfRun(store, run);
    if (plan_id !== undefined && store.plan(plan_id) !== undefined) return compiledPlans.of(plan_id);
    throw new OapError("STATE_CONFLICT", {
      message: `The execution ${execution_id} is ${status} and has no plan that policy could be asked about.`,
      details: { execution_id, status },
    });
  }

  /** Says so where other policies decided when it was accepted. */
  #before({ plan_id }: ExecutionRecord, run: RunRecord | undefined, inForce: string): readonly string[] {
    const { store } = this.#options;
    const plan = plan_id === undefined ? undefined : store.plan(plan_id);
    const bindingThen = (run?.governance ?? plan?.governance)?.policy_binding_id;
    const what = run === undefined ? "submitted" : "accepted";
    return [
      ...(bindingThen === undefined || bindingThen === inForce
        ? []
        : [`When it was ${what}, the policies ${bindingThen} decided; now ${inForce} are in force.`]),
      ...(run?.error?.reason === "POLICY_DENIED" ? [run.error.message] : []),
      ...(plan?.status === "REJECTED" ? [`The plan ${plan.plan_id} was rejected.`] : []),
    ];
  }

  /** What humans answered, with their names and without what they wrote. */
  #answers({ plan_id }: ExecutionRecord, run: RunRecord | undefined, stepId: string | undefined): readonly string[] {
    const { store } = this.#options;
    return [
      ...(plan_id === undefined ? [] : store.approvalsOfPlan(plan_id)),
      ...(run === undefined ? [] : store.approvalsOfRun(run.invocation_id, stepId)),
    ].map(({ request_id, state, approved, reviewer, overridden_by, step_id, proposed_action }) => {
      const what = step_id === undefined ? proposed_action : `${proposed_action} in step \`${step_id}\``;
      if (state === "pending") return `The request ${request_id} for ${what} waits for a human.`;
      if (state === "expired") return `The request ${request_id} for ${what} expired.`;
      const who = state === "overridden" ? overridden_by : reviewer;
      return `${who} ${approved === true ? "approved" : "rejected"} ${what}${state === "overridden" ? " by an override" : ""}.`;
    });
  }
}

/** The plan as if it had this step alone, which policy is then asked about. */
function partOf(plan: CompiledPlan, stepId: string): CompiledPlan {
  const step = plan.steps.find(({ step_id }) => step_id === stepId);
  if (step === undefined)
    throw new OapError("STEP_NOT_FOUND", { message: `The execution's plan has no step ${stepId}.` });
  return { ...plan, steps: [step] };
}
