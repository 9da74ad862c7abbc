import { type CompiledPlan, type RunCommand, type RunEvent, type RunState, runOutput } from "@oap/plan";
import type { ExecutionState } from "@oap/protocol";
import type { RunRecord } from "@oap/store";

/** What an event did, once it is on disk. */
export interface Moved {
  readonly before: ExecutionState;
  readonly after: ExecutionState;
}

/** An event on its way to the journal. */
export interface PendingEvent {
  readonly event: RunEvent;
  readonly moved?: (moved: Moved) => void;
  readonly failed?: (error: unknown) => void;
}

/** A run that has not ended, in memory. Only the driver changes it. */
export interface LiveRun {
  readonly record: RunRecord;
  readonly plan: CompiledPlan;
  /** The state after the last event that is on disk. */
  state: RunState;
  /** The number of that event. */
  seq: number;
  /** What the acceptance led to, until it is carried out. */
  firstCommands: readonly RunCommand[];
  /** Events that are not on disk yet, in the order in which they came. */
  readonly inbox: PendingEvent[];
  /** Whether a write of the inbox is under way; there is at most one. */
  writing: boolean;
  journalFailures: number;
  /** By `<step_id>#<attempt>`: what stops it. */
  readonly attempts: Map<string, () => void>;
  /** By `<step_id>#<attempt>`: what stops the wait for it. */
  readonly waits: Map<string, () => void>;
  stopDeadline: () => void;
  /** Resolves when the end is on disk; rejects when the run was given up or the driver closed before. */
  readonly ended: Promise<void>;
  readonly resolveEnded: () => void;
  readonly rejectEnded: (error: unknown) => void;
}

export function liveRun(record: RunRecord, plan: CompiledPlan, state: RunState, seq: number): LiveRun {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Nobody has to wait for a run; one that does still sees the rejection.
  promise.catch(() => {});
  return {
    record,
    plan,
    state,
    seq,
    firstCommands: [],
    inbox: [],
    writing: false,
    journalFailures: 0,
    attempts: new Map(),
    waits: new Map(),
    stopDeadline: () => {},
    ended: promise,
    resolveEnded: resolve,
    rejectEnded: reject,
  };
}

/** Where the machine says that a run stands, as the store keeps it. */
export function standing(
  state: RunState,
): Pick<RunRecord, "state" | "started_at" | "completed_at" | "output" | "error"> {
  const output = runOutput(state);
  return {
    state: state.state,
    ...(state.accepted_at === undefined ? {} : { started_at: state.accepted_at }),
    ...(state.completed_at === undefined ? {} : { completed_at: state.completed_at }),
    ...(output === undefined ? {} : { output }),
    ...(state.error === undefined ? {} : { error: state.error }),
  };
}
