import { type CompiledPlan, isTerminal, type RunEvent, type RunState, runOutput } from "@oap/plan";
import type { ControlPlaneExecutionStatus, ExecutionState } from "@oap/protocol";
import type { FinishedRun, RunRecord, RunStanding, StoreTransaction } from "@oap/store";
import type { RunTelemetry } from "@oap/telemetry";
import type { CarriedCommand, JudgedAnew } from "./advance-run.ts";
import { executionStatusOf } from "./execution-status.ts";
import { outputBytes, planBytes } from "./open-bytes.ts";

/** What an event did, once it is on disk. */
export interface Moved {
  readonly before: ExecutionState;
  readonly after: ExecutionState;
}

/** Writes more in the transaction that journals an event. It is called again where that has to be tried again. */
export type Alongside = (transaction: StoreTransaction, moved: Moved) => void;

/** An event on its way to the journal. */
export interface PendingEvent {
  readonly event: RunEvent | JudgedAnew;
  readonly alongside?: Alongside | undefined;
  readonly moved?: (moved: Moved) => void;
  readonly failed?: (error: unknown) => void;
}

/** A run that has not ended, in memory. Only the driver changes it. */
export interface LiveRun {
  readonly record: RunRecord;
  readonly plan: CompiledPlan;
  readonly telemetry: RunTelemetry;
  /** The state after the last event that is on disk. */
  state: RunState;
  /** The number of that event. */
  seq: number;
  /** What the acceptance led to, until it is carried out. */
  firstCommands: readonly CarriedCommand[] | undefined;
  /** Events that are not on disk yet, in the order in which they came. */
  readonly inbox: PendingEvent[];
  /** Whether a write of the inbox is under way; there is at most one. */
  writing: boolean;
  /** Whether it is to go on after a turn for others. */
  continuing: boolean;
  journalFailures: number;
  /** About how much it holds, in bytes of JSON. */
  bytes: number;
  /** By `<step_id>#<attempt>`: what stops it. */
  readonly attempts: Map<string, () => void>;
  /** By `<step_id>#<attempt>`: what stops the wait for it. */
  readonly waits: Map<string, () => void>;
  stopDeadline: () => void;
  /** Since when it is paused, or waits for a human. */
  interruption: Interruption;
  /** Resolves when nothing of it can go on before a human decides, or when it has ended. */
  readonly resting: Promise<void>;
  readonly rest: () => void;
  /** Called in the transaction that ends it, by those who wait for its end. */
  readonly endings: Ending[];
  /** Resolves when the end is on disk; rejects when the run was given up or the driver closed before. */
  readonly ended: Promise<void>;
  readonly resolveEnded: () => void;
  readonly rejectEnded: (error: unknown) => void;
}

export function liveRun(
  record: RunRecord,
  plan: CompiledPlan,
  { state, seq }: Pick<LiveRun, "state" | "seq">,
  telemetry: RunTelemetry,
): LiveRun {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  // Nobody has to wait for a run; one that does still sees the rejection.
  promise.catch(() => {});
  const resting = Promise.withResolvers<void>();
  return {
    record,
    plan,
    telemetry,
    state,
    seq,
    firstCommands: undefined,
    inbox: [],
    writing: false,
    continuing: false,
    journalFailures: 0,
    bytes: planBytes(plan) + heldBytes(state),
    attempts: new Map(),
    waits: new Map(),
    stopDeadline: () => {},
    interruption: { paused_at: record.paused_at, awaiting_approval_since: record.awaiting_approval_since },
    resting: resting.promise,
    rest: resting.resolve,
    endings: [],
    ended: promise,
    resolveEnded: resolve,
    rejectEnded: reject,
  };
}

/** The outputs that it begins with: those that an earlier run or process came to. */
function heldBytes({ plan, steps, open }: RunState): number {
  if (open === plan.steps.length) return 0;
  let bytes = 0;
  for (const { output } of steps) if (output !== undefined) bytes += outputBytes(output);
  return bytes;
}

/** Since when something keeps a run from going on. */
export type Interruption = { readonly [Since in "paused_at" | "awaiting_approval_since"]: number | undefined };

/** Writes what belongs to the end of a run, with it. */
export type Ending = (transaction: StoreTransaction, run: RunRecord) => void;

/** What keeps a run from going on in this state; what kept it before keeps its time. */
export function interruptionOf(state: RunState, before: Interruption, at: number): Interruption {
  return {
    paused_at: state.paused ? (before.paused_at ?? at) : undefined,
    awaiting_approval_since: state.held > 0 ? (before.awaiting_approval_since ?? at) : undefined,
  };
}

/** Whether nothing of the run goes on before a human decides. */
export function isResting({ held, running, ready, undecided }: RunState): boolean {
  return held > 0 && running === 0 && ready === null && undecided === undefined;
}

/** How a run shows in the record of its execution. */
export function statusOf(state: RunState): ControlPlaneExecutionStatus {
  if (isTerminal(state.state)) return executionStatusOf[state.state];
  if (state.paused) return "paused";
  return isResting(state) ? "awaiting_approval" : "running";
}

/** Where an open run stands, as the store keeps it. */
export function runStanding(
  { governance }: RunRecord,
  state: RunState,
  { paused_at, awaiting_approval_since }: Interruption,
): RunStanding {
  return {
    state: state.state === "PENDING" ? "PENDING" : "RUNNING",
    ...(state.started_at === undefined ? {} : { started_at: state.started_at }),
    ...(paused_at === undefined ? {} : { paused_at }),
    ...(awaiting_approval_since === undefined ? {} : { awaiting_approval_since }),
    ...(governance === undefined ? {} : { governance }),
  };
}

/** What the machine says of a run, in the store's words. */
export function standing(state: RunState): FinishedRun {
  const output = runOutput(state);
  return {
    state: state.state,
    ...(state.started_at === undefined ? {} : { started_at: state.started_at }),
    ...(state.completed_at === undefined ? {} : { completed_at: state.completed_at }),
    ...(output === undefined ? {} : { output }),
    ...(state.error === undefined ? {} : { error: state.error }),
  };
}
