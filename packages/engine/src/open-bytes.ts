import type { CompiledPlan } from "@oap/plan";
import type { JsonObject, JsonValue } from "@oap/protocol";

/** What each plan measures, found once: all runs of a plan share it in memory. */
const known = new WeakMap<CompiledPlan, number>();

/**
 * About how much an open run of a plan holds from the start, in characters of JSON. An invocation is measured by its input, which is
 * all of it that can be large. A plan counts for each of its runs, though they share it: better too much than too little.
 */
export function planBytes(plan: CompiledPlan): number {
  const measured = known.get(plan);
  if (measured !== undefined) return measured;
  const [step] = plan.steps;
  const bytes = plan.kind === "invocation" && step !== undefined ? jsonBytes(step.input) : jsonBytes(plan);
  known.set(plan, bytes);
  return bytes;
}

/** About how much an output holds. */
export function outputBytes(output: JsonObject): number {
  return jsonBytes(output);
}

function jsonBytes(value: object | JsonValue): number {
  return JSON.stringify(value).length;
}
