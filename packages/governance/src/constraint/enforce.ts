import type { ExecutionErrorInfo, JsonObject, PolicyConstraint } from "@oap/protocol";
import type { Enforcement, GovernedAttempt, GovernedRun } from "./enforcement.ts";
import { readConstraints } from "./read-constraints.ts";

/** A constraint that was broken, and how. */
export interface ConstraintViolation {
  readonly constraint: PolicyConstraint;
  /** For people, in whole sentences. It names no value of input or output but an origin. */
  readonly message: string;
}

export type Enforced<TValue> =
  | { readonly ok: true; readonly value: TValue }
  | { readonly ok: false; readonly violation: ConstraintViolation };

/** Before a run is accepted. Yields its timeout, in milliseconds, as far as the constraints of its steps leave it. */
export function enforceOnRun(constraints: readonly PolicyConstraint[], run: GovernedRun): Enforced<number> {
  return enforce(constraints, run.timeout_ms, (timeout, { checkRun, runMsMax = timeout }) => {
    const violation = checkRun?.(run);
    return violation === undefined ? { value: Math.min(timeout, runMsMax) } : { violation };
  });
}

/** Before each attempt. Yields its timeout, in milliseconds, as far as the constraints leave it. */
export function enforceOnAttempt(constraints: readonly PolicyConstraint[], attempt: GovernedAttempt): Enforced<number> {
  return enforce(constraints, attempt.timeout_ms, (timeout, { checkAttempt, attemptMsMax = timeout }) => {
    const violation = checkAttempt?.(attempt);
    return violation === undefined ? { value: Math.min(timeout, attemptMsMax) } : { violation };
  });
}

/** Before an output is stored, passed on or answered. Yields what is left of it. */
export function enforceOnOutput(constraints: readonly PolicyConstraint[], output: JsonObject): Enforced<JsonObject> {
  const left = enforce(constraints, output, (value, { changeOutput }) => ({ value: changeOutput?.(value) ?? value }));
  if (!left.ok) return left;
  return enforce(constraints, left.value, (value, { checkOutput }) => {
    const violation = checkOutput?.(value);
    return violation === undefined ? { value } : { violation };
  });
}

/** The violation as the end of a step: reason CONSTRAINT_VIOLATION, never retried. */
export function violationError({ constraint, message }: ConstraintViolation): ExecutionErrorInfo {
  return {
    reason: "CONSTRAINT_VIOLATION",
    message,
    details: { constraint: constraint.code, scope: constraint.scope },
    underlying_error: { code: "CONSTRAINT_VIOLATION", message, retryable: false },
  };
}

/** Applies each constraint in turn. One that cannot be read or enforced counts as broken. */
function enforce<TValue>(
  constraints: readonly PolicyConstraint[],
  start: TValue,
  apply: (value: TValue, enforcement: Enforcement) => { readonly value: TValue } | { readonly violation: string },
): Enforced<TValue> {
  let value = start;
  for (const constraint of constraints) {
    const read = readConstraints([constraint]);
    const enforcement = read.ok ? read.constraints[0]?.enforcement : undefined;
    if (enforcement === undefined) return broken(constraint, "it cannot be enforced");
    try {
      const outcome = apply(value, enforcement);
      if ("violation" in outcome) return broken(constraint, outcome.violation);
      value = outcome.value;
    } catch {
      return broken(constraint, "it could not be enforced");
    }
  }
  return { ok: true, value };
}

function broken(constraint: PolicyConstraint, why: string): { ok: false; violation: ConstraintViolation } {
  return { ok: false, violation: { constraint, message: `The constraint ${constraint.code} is broken: ${why}.` } };
}
