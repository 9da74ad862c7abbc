import {
  type CompiledPlan,
  type CompiledStep,
  type RunCommand,
  type RunEvent,
  type RunState,
  type StepRecord,
  transition,
} from "@oap/plan";
import type { ExecutionFailureReason, PolicyConstraint } from "@oap/protocol";
import type { RunRecord, StoreTransaction } from "@oap/store";
import type { AttemptGate, AttemptVerdict, StartAttempt } from "./attempt-gate.ts";
import type { Moved } from "./live-run.ts";
import type { Log } from "./ports.ts";

/** A command that is to be carried out. */
export type CarriedCommand = Exclude<RunCommand, { type: "start_attempt" }> | AllowedAttempt;

/** An attempt, with what must hold of its output, and under which policies it may be made. */
export type AllowedAttempt = StartAttempt & {
  readonly constraints: readonly PolicyConstraint[];
  readonly policy_binding_id: string;
};

/** An attempt that was allowed waited for its turn meanwhile, and what was decided about it does not hold any more. */
export interface JudgedAnew {
  readonly type: "attempt.judged_anew";
  readonly at: number;
  readonly command: StartAttempt;
}

export interface Advance {
  readonly state: RunState;
  readonly seq: number;
  /** When the last event came that changed something; 0 where none did. */
  readonly at: number;
  readonly commands: readonly CarriedCommand[];
  /** What each of the events that were given did. */
  readonly moves: readonly Moved[];
  /** The attempts that were not let begin. */
  readonly refused: readonly RefusedAttempt[];
}

export interface RefusedAttempt {
  readonly attempt: Pick<StartAttempt, "target" | "step_id" | "attempt">;
  readonly reason: ExecutionFailureReason;
}

export interface AdvanceOptions {
  readonly gate: AttemptGate;
  readonly log: Log;
  /** Writes down what was decided about an attempt, in the same transaction. Returns until when a held one may wait. */
  readonly record: (transaction: StoreTransaction, judged: JudgedAttempt) => { readonly waitsUntil: number };
}

export interface JudgedAttempt {
  readonly run: RunRecord;
  readonly command: StartAttempt;
  readonly verdict: AttemptVerdict;
  readonly at: number;
  /** It was judged before, under other policies. */
  readonly anew: boolean;
}

/**
 * Steps the machine through events and journals them. Each attempt that it issues is judged at once: one that is held or
 * refused is taken back in the same transaction, so that nobody ever sees it start.
 */
export function advanceRun(
  run: { readonly record: RunRecord; readonly plan: CompiledPlan; readonly state: RunState; readonly seq: number },
  events: readonly (RunEvent | JudgedAnew)[],
  transaction: StoreTransaction,
  { gate, log, record }: AdvanceOptions,
): Advance {
  const { plan } = run;
  const { invocation_id } = run.record;
  let { state, seq } = run;
  let at = 0;
  const commands: CarriedCommand[] = [];
  const moves: Moved[] = [];
  const refused: RefusedAttempt[] = [];

  const apply = (given: RunEvent): Moved => {
    const event = withDeadline(given, state, run.record);
    const before = state.state;
    const next = transition(state, event);
    if (next.state === state) {
      log("An event came too late and was dropped.", { invocation_id, type: event.type });
      return { before, after: before };
    }
    seq += 1;
    at = event.at;
    transaction.appendEvent(invocation_id, seq, event);
    state = next.state;
    const settled: RunEvent[] = [];
    for (const command of next.commands) {
      if (command.type !== "start_attempt") commands.push(command);
      else settle(command, settled);
    }
    for (const each of settled) apply(each);
    return { before, after: state.state };
  };

  const judgeAnew = (event: JudgedAnew): Moved => {
    const before = state.state;
    const { command } = event;
    if (!isDue(command, state)) return { before, after: before };
    at = event.at;
    const settled: RunEvent[] = [];
    // As long as the machine allows: the policies before may have had it shorter.
    const timeout_ms = Math.min(stepOf(command).timeout_ms, Math.max(1, (state.deadline_at ?? at) - at));
    settle({ ...command, timeout_ms }, settled, true);
    for (const each of settled) apply(each);
    return { before, after: state.state };
  };

  const stepOf = ({ step_id }: StartAttempt): CompiledStep => {
    const step = plan.steps[state.index_of.get(step_id) ?? -1];
    if (step === undefined) throw new Error(`The plan has no step ${step_id}.`);
    return step;
  };

  const settle = (command: StartAttempt, settled: RunEvent[], late = false): void => {
    const { step_id, attempt } = command;
    const step = stepOf(command);
    const verdict = gate.judge({ record: run.record, plan, step }, command, transaction);
    const { waitsUntil } = record(transaction, { run: run.record, command, verdict, at, anew: late });
    if (verdict.kind === "allowed") {
      const { timeout_ms, constraints, decision } = verdict;
      commands.push({ ...command, timeout_ms, constraints, policy_binding_id: decision.policy_binding_id });
    } else if (verdict.kind === "held") {
      const deadline_at = Math.max(state.deadline_at ?? 0, waitsUntil + allowanceMs(run.record));
      settled.push({ type: "step.held", at, step_id, attempt, deadline_at, ...(late && { late }) });
    } else {
      refused.push({ attempt: command, reason: verdict.error.reason });
      settled.push({
        type: "step.failed",
        at,
        step_id,
        attempt,
        error: verdict.error,
        retryable: false,
        ...(!late && { refused: true }),
      });
    }
  };

  for (const event of events) moves.push(event.type === "attempt.judged_anew" ? judgeAnew(event) : apply(event));
  // What a later event made void is not begun: its step has ended meanwhile, or the run has.
  return { state, seq, at, commands: commands.filter((command) => isDue(command, state)), moves, refused };
}

/** A run has its time again from when it waits for the last human no more; while others are still asked, it keeps what it has. */
function withDeadline(event: RunEvent, state: RunState, record: RunRecord): RunEvent {
  if (event.type !== "step.released" && event.type !== "step.failed") return event;
  const index = state.index_of.get(event.step_id);
  if (index === undefined || !isHeld(state.steps.get(index))) return event;
  const deadline_at = state.held > 1 ? state.deadline_at : event.at + allowanceMs(record);
  return deadline_at === undefined ? event : { ...event, deadline_at };
}

function isHeld({ phase }: StepRecord): boolean {
  return phase === "held" || phase === "held_again";
}

/** How long a run may take from its acceptance, waiting for people aside. */
export function allowanceMs({ accepted_at, deadline_at }: RunRecord): number {
  return deadline_at - accepted_at;
}

function isDue(command: CarriedCommand | StartAttempt, state: RunState): boolean {
  if (command.type !== "start_attempt") return true;
  const { phase, attempt } = state.steps.get(state.index_of.get(command.step_id) ?? -1);
  return phase === "running" && attempt === command.attempt;
}
