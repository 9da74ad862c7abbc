import type { ExecutionErrorInfo, ExecutionState, JsonObject, JsonValue, Timestamp } from "@oap/protocol";
import type { RunState } from "./run-state.ts";
import { timestampOf } from "./timestamp.ts";

/** A run as its caller sees it. Times are RFC 3339, UTC, with milliseconds. */
export interface RunSummary {
  readonly state: ExecutionState;
  readonly output?: JsonValue;
  readonly error?: ExecutionErrorInfo;
  readonly started_at?: Timestamp;
  readonly completed_at?: Timestamp;
}

export function runSummary(run: RunState): RunSummary {
  const output = runOutput(run);
  return {
    state: run.state,
    ...(output === undefined ? {} : { output }),
    ...(run.error === undefined ? {} : { error: run.error }),
    ...(run.started_at === undefined ? {} : { started_at: timestampOf(run.started_at) }),
    ...(run.completed_at === undefined ? {} : { completed_at: timestampOf(run.completed_at) }),
  };
}

/**
 * What a COMPLETED run gives: an invocation the output of its step, a plan `{ step_id: output }` of the steps nobody depends on,
 * as far as they COMPLETED (an optional one may have failed, any may have been skipped). Otherwise nothing.
 */
export function runOutput(run: RunState): JsonValue | undefined {
  if (run.state !== "COMPLETED") return undefined;
  if (run.plan.kind === "invocation") return run.steps.get(0).output;
  const output: [string, JsonObject][] = run.plan.steps.flatMap((step) => {
    const given = step.dependents.length === 0 ? run.steps.get(step.index).output : undefined;
    return given === undefined ? [] : [[step.step_id, given]];
  });
  return Object.fromEntries(output);
}
