import { redactExecutionLog } from "@oap/orchestrator";
import type { ExecTarget, ExecutionErrorInfo, ExecutionPlan, JsonObject, JsonValue, PlanStep } from "@oap/protocol";

/**
 * What a capability's contract marks as personal (`pii`), as JSON Pointers that begin with `/input` or `/output`; `/input` alone is all
 * of it. It should say `["/input", "/output"]` for a capability whose contract nobody knows.
 */
export type PersonalPlaces = (target: ExecTarget) => readonly string[];

/** An input or an output as people other than the caller may see it: without what is personal, and without secrets. */
export function redactPayload(
  member: "input" | "output",
  value: JsonValue,
  target: ExecTarget,
  personal: PersonalPlaces,
): JsonValue {
  const redacted = redactExecutionLog({ [member]: value }, { sensitive: personal(target) });
  return (redacted as JsonObject)[member] ?? null;
}

/** An error without secrets, in the form that it had. */
export function redactError(error: ExecutionErrorInfo): ExecutionErrorInfo {
  const freeForm = ["/details", "/underlying_error/details"];
  return redactExecutionLog(error, { freeForm }) as unknown as ExecutionErrorInfo;
}

/** A plan with its inputs redacted, in the form that it had: step by step, since a plan may be larger than what is redacted at once. */
export function redactPlan({ steps, edges, ...plan }: ExecutionPlan, personal: PersonalPlaces): ExecutionPlan {
  const rest = redactExecutionLog(plan, { freeForm: ["/metadata"] }) as unknown as typeof plan;
  return {
    ...rest,
    steps: steps.map((step) => redactStep(step, personal)),
    ...(edges === undefined
      ? {}
      : { edges: edges.map((edge) => redactExecutionLog(edge, { freeForm: [] }) as typeof edge) }),
  };
}

function redactStep({ input_template, ...step }: PlanStep, personal: PersonalPlaces): PlanStep {
  const rest = redactExecutionLog(step, { freeForm: [] }) as unknown as typeof step;
  const template =
    input_template === undefined ? undefined : redactPayload("input", input_template, step.target, personal);
  // Where all of the input is personal, there is nothing to show.
  return isObject(template) ? { ...rest, input_template: template } : rest;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
