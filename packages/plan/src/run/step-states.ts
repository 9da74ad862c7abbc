import type { PlanStepState } from "@oap/protocol";
import { type RunState, stateOfPhase } from "./run-state.ts";
import { timestampOf } from "./timestamp.ts";

/** How each step of the plan stands, in the plan's order. A step that never started has no `started_at`. */
export function stepStates(run: RunState): PlanStepState[] {
  return run.plan.steps.map((step) => {
    const { phase, started_at, completed_at, error } = run.steps.get(step.index);
    return {
      step_id: step.step_id,
      state: stateOfPhase[phase],
      ...(started_at === undefined ? {} : { started_at: timestampOf(started_at) }),
      ...(completed_at === undefined ? {} : { completed_at: timestampOf(completed_at) }),
      ...(error === undefined ? {} : { error }),
    };
  });
}
