import type { ExecutionPlan, JsonObject, RetryPolicy, ValidationIssue } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { issue } from "./issue.ts";

/** How many steps and edges there are. Where this fails nothing else is looked at. */
export function checkPlanSize(plan: Pick<ExecutionPlan, "steps" | "edges">): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  if (plan.steps.length === 0) issues.push(issue("/steps", "minItems", "A plan has at least one step.", 1));
  if (plan.steps.length > bounds.planStepsMax) {
    issues.push(issue("/steps", "maxItems", `A plan has at most ${bounds.planStepsMax} steps.`, bounds.planStepsMax));
  }
  if ((plan.edges?.length ?? 0) > bounds.planEdgesMax) {
    issues.push(issue("/edges", "maxItems", `A plan has at most ${bounds.planEdgesMax} edges.`, bounds.planEdgesMax));
  }
  return issues;
}

/** What the contract says of a step's identifier. A name that is not a CEL identifier is written `steps["a-b"]` in expressions. */
export function checkStepId(stepId: string, pointer: string): ValidationIssue[] {
  if (stepIdPattern.test(stepId)) return [];
  return [issue(pointer, "pattern", `A step id matches ${stepIdPattern.source}.`, stepIdPattern.source)];
}

export function checkRetryPolicy(policy: RetryPolicy | undefined, pointer: string): ValidationIssue[] {
  if (policy === undefined) return [];
  return [
    ...checkInteger(policy.max_attempts, 1, bounds.attemptsMax, `${pointer}/max_attempts`),
    ...checkInteger(policy.backoff_ms ?? 0, 0, bounds.backoffMsMax, `${pointer}/backoff_ms`),
  ];
}

/** The one member of `metadata` that the machine reads is `fail_fast`. */
export function checkMetadata(metadata: JsonObject | undefined): ValidationIssue[] {
  const failFast = metadata?.fail_fast;
  if (failFast === undefined || typeof failFast === "boolean") return [];
  return [issue("/metadata/fail_fast", "type", "`fail_fast` is true or false.", "boolean")];
}

const stepIdPattern = /^[!-~]{1,128}$/;

function checkInteger(value: number, minimum: number, maximum: number, pointer: string): ValidationIssue[] {
  if (!Number.isInteger(value)) return [issue(pointer, "type", "It is a whole number.", "integer")];
  if (value < minimum) return [issue(pointer, "minimum", `It is at least ${minimum}.`, minimum)];
  if (value > maximum) return [issue(pointer, "maximum", `It is at most ${maximum}.`, maximum)];
  return [];
}
