import { idempotencyKey } from "@oap/orchestrator";
import type { ExecutionErrorInfo, JsonValue } from "@oap/protocol";
import type { CompiledStep } from "../compile/compiled-plan.ts";
import { type ExpressionBudget, type ExpressionScope, stepBudget } from "../expression/expression.ts";
import { renderTemplate } from "../expression/template.ts";
import type { RunState } from "./run-state.ts";

export type PreparedInput =
  | { readonly ok: true; readonly input: JsonValue; readonly idempotencyKey: string }
  | { readonly ok: false; readonly error: ExecutionErrorInfo };

/**
 * Makes a step's input and its idempotency key. What the template reads does not change once the step may start, so every attempt gets
 * the same (INV-RUN-10). An input that cannot be made is a VALIDATION_ERROR.
 */
export function prepareInput(
  step: CompiledStep,
  run: Pick<RunState, "run_id">,
  scope: ExpressionScope,
  budget: ExpressionBudget = stepBudget(),
): PreparedInput {
  const rendered =
    step.input.kind === "literal"
      ? { ok: true as const, value: step.input.value }
      : renderTemplate(step.input.template, scope, budget);
  if (!rendered.ok) return inputError(rendered.message, rendered.pointer);
  const { capability, version } = step.target;
  try {
    const key = idempotencyKey({ run: run.run_id, step: step.step_id, capability, version, input: rendered.value });
    return { ok: true, input: rendered.value, idempotencyKey: key };
  } catch {
    return inputError("It holds text that is not well-formed Unicode.", "");
  }
}

function inputError(message: string, pointer: string): PreparedInput {
  const issue = { pointer, keyword: "expression", message };
  return {
    ok: false,
    error: {
      reason: "VALIDATION_ERROR",
      message: `The step's input cannot be made. ${message}`,
      details: { issues: [issue] },
    },
  };
}
