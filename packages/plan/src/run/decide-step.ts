import type { ExecutionErrorInfo } from "@oap/protocol";
import type { CompiledPlan, CompiledStep } from "../compile/compiled-plan.ts";
import {
  type ExpressionBudget,
  type ExpressionScope,
  evaluateExpression,
  stepBudget,
} from "../expression/expression.ts";
import type { StepRecord } from "./run-state.ts";

/** What becomes of a step whose dependencies have all ended. */
export type StepDecision =
  | { readonly kind: "ready" }
  | { readonly kind: "skipped" }
  | { readonly kind: "cancelled" | "failed"; readonly error: ExecutionErrorInfo };

/**
 * Decides, in this order:
 * 1. A required dependency that did not complete and was not skipped: CANCELLED with DEPENDENCY_FAILURE.
 * 2. A skipped dependency counts as satisfied only beside one that COMPLETED; without one the step is skipped too.
 * 3. A condition that cannot be evaluated, or is not a boolean: FAILED with VALIDATION_ERROR. Errors come before false ones, so
 *    that a mistake is not hidden by another edge.
 * 4. A condition that is false: skipped.
 * Source: execution semantics, Plans; wire decisions, Plans.
 */
export function decideStep(
  step: CompiledStep,
  plan: CompiledPlan,
  recordOf: (index: number) => StepRecord,
  scope: ExpressionScope,
  budget: ExpressionBudget = stepBudget(),
): StepDecision {
  const dependencies = step.dependencies.map((index) => ({ index, phase: recordOf(index).phase }));
  const failed = dependencies.find(
    ({ index, phase }) => phase !== "completed" && phase !== "skipped" && plan.steps[index]?.optional !== true,
  );
  if (failed !== undefined) {
    const name = plan.steps[failed.index]?.step_id ?? "";
    return {
      kind: "cancelled",
      error: dependencyFailure(`It depends on step \`${name}\`, which did not complete.`, name),
    };
  }
  if (
    dependencies.some(({ phase }) => phase === "skipped") &&
    !dependencies.some(({ phase }) => phase === "completed")
  ) {
    return { kind: "skipped" };
  }
  const outcomes = step.conditions.map((source) => ({ source, outcome: evaluateExpression(source, scope, budget) }));
  for (const { source, outcome } of outcomes) {
    const message = !outcome.ok
      ? outcome.message
      : typeof outcome.value === "boolean"
        ? ""
        : "It is neither true nor false.";
    if (message !== "") return { kind: "failed", error: conditionError(source, message) };
  }
  return { kind: outcomes.every(({ outcome }) => outcome.ok && outcome.value === true) ? "ready" : "skipped" };
}

export function dependencyFailure(message: string, stepId: string): ExecutionErrorInfo {
  return { reason: "DEPENDENCY_FAILURE", message, details: { step_id: stepId } };
}

function conditionError(source: string, message: string): ExecutionErrorInfo {
  return {
    reason: "VALIDATION_ERROR",
    message: `The condition \`${source}\` cannot be evaluated. ${message}`,
    details: { condition: source },
  };
}
