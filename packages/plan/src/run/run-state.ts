import type { ExecutionErrorInfo, ExecutionState, JsonObject } from "@oap/protocol";
import type { CompiledPlan } from "../compile/compiled-plan.ts";
import type { ReadyHeap } from "./ready-heap.ts";
import { StepTable } from "./step-table.ts";

/**
 * The state of one run. It owns nothing outside of itself, is frozen, and shares with the state before it all that did not
 * change. `transition` is the only maker of states after the first.
 *
 * Invariants, held by `transition` and cited by the tests:
 * - INV-RUN-1 Terminal states of a run and of a step never change. An event that is stale (for a run that ended or was not accepted, for
 *   an attempt that is not the present one) changes nothing: the same state object, and no commands.
 * - INV-RUN-2 A step starts only when all its dependencies are terminal and satisfied, and all its conditions are true.
 * - INV-RUN-3 At most `plan.max_parallel` steps are RUNNING; one that waits for its next attempt is RUNNING.
 * - INV-RUN-4 Of the steps that are ready, those of the lowest rank start first: by topological level, then by position.
 * - INV-RUN-5 A step that ended never starts again, and a number of an attempt is issued again only when it was held and is released,
 *   or after `run.recovered`, and then only for an idempotent capability.
 * - INV-RUN-6 A non-idempotent attempt with an unknown outcome is not repeated: its step FAILED with reason UNKNOWN.
 * - INV-RUN-7 The run ends exactly when no step is open: `finish` is then the last command, and there is only one.
 * - INV-RUN-8 The same events give the same states and commands. Nothing else is read, so folding a journal restores the state.
 * - INV-RUN-9 No attempt starts at or after the deadline.
 * - INV-RUN-10 All attempts of a step carry the same input and idempotency key.
 * - INV-RUN-11 A step that is held before its first attempt is PENDING and takes no slot; so is the run, if no step has started.
 * - INV-RUN-12 Nothing starts while the run is paused, but what `run.recovered` issues again.
 * - INV-RUN-13 A transition spends no more than `plan.turn_work_max`, and what the expressions of one step take, on expressions; what is
 *   left is issued as `continue`, and any event goes on with it.
 */
export interface RunState {
  readonly plan: CompiledPlan;
  readonly run_id: string;
  readonly state: ExecutionState;
  /** Milliseconds since the epoch, like every time in here. */
  readonly accepted_at?: number;
  /** Absent while every step that could have started is held. */
  readonly started_at?: number;
  readonly deadline_at?: number;
  readonly completed_at?: number;
  /** By the step's index. */
  readonly steps: StepTable<StepRecord>;
  readonly index_of: ReadonlyMap<string, number>;
  readonly ready: ReadyHeap;
  readonly running: number;
  /** Steps that wait for a human. */
  readonly held: number;
  /** Steps that are not terminal. */
  readonly open: number;
  /** The indexes of steps that are to be decided in another turn. Present, and maybe empty, exactly while there is more to do then. */
  readonly undecided?: readonly number[];
  /** Why the run will be or is FAILED or TIMED_OUT: the first failure of a required step, or the deadline. */
  readonly error?: ExecutionErrorInfo;
  readonly cancel_reason?: string;
  readonly paused?: true;
  /** How often the run was taken up again after its process died. */
  readonly recoveries: number;
}

/** Where a step stands. `stateOfPhase` says what that is to the outside. A step is `held_again` before a later attempt than the first. */
export type StepPhase =
  | "blocked"
  | "ready"
  | "running"
  | "waiting"
  | "held"
  | "held_again"
  | "completed"
  | "failed"
  | "timed_out"
  | "cancelled"
  | "skipped";

export interface StepRecord {
  readonly phase: StepPhase;
  /** How many of its dependencies are not terminal. */
  readonly blockers: number;
  /** The attempt that is running, or the last one that was; 0 before the first. */
  readonly attempt: number;
  readonly started_at?: number;
  readonly completed_at?: number;
  /** While it waits: when the next attempt is due. */
  readonly until?: number;
  readonly output?: JsonObject;
  readonly error?: ExecutionErrorInfo;
}

export const stateOfPhase: { readonly [Phase in StepPhase]: ExecutionState } = {
  blocked: "PENDING",
  ready: "PENDING",
  running: "RUNNING",
  waiting: "RUNNING",
  held: "PENDING",
  held_again: "RUNNING",
  completed: "COMPLETED",
  failed: "FAILED",
  timed_out: "TIMED_OUT",
  cancelled: "CANCELLED",
  skipped: "CANCELLED",
};

export function isTerminal(state: ExecutionState): boolean {
  return state !== "PENDING" && state !== "RUNNING";
}

/** The state before anything happened. Throws on a compiled plan of a layout that this version does not know. */
export function initialRun(plan: CompiledPlan, runId: string): RunState {
  if (plan.format !== 1)
    throw new Error(`Compiled plans of format ${String(plan.format)} cannot be run: this version knows 1.`);
  return Object.freeze({
    plan,
    run_id: runId,
    state: "PENDING",
    steps: StepTable.of(
      plan.steps.map((step) =>
        Object.freeze({ phase: "blocked", blockers: step.dependencies.length, attempt: 0 } as const),
      ),
    ),
    index_of: new Map(plan.steps.map((step) => [step.step_id, step.index])),
    ready: null,
    running: 0,
    held: 0,
    open: plan.steps.length,
    recoveries: 0,
  });
}
