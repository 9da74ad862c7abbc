import { redactText } from "@oap/orchestrator";
import { bounds, type EventPayloads, type ExecutionErrorInfo, isErrorCode } from "@oap/protocol";
import { changedSteps } from "./changed-steps.ts";
import type { RunCommand } from "./run-command.ts";
import type { RunEvent } from "./run-event.ts";
import type { RunState, StepPhase, StepRecord } from "./run-state.ts";
import { timestampOf } from "./timestamp.ts";
import type { Transition } from "./transition.ts";

/** The events of the contracts that follow from a run's journal. */
export type RunHappeningKey =
  | "controlPlane.execution.step.started"
  | "controlPlane.execution.step.blocked"
  | "controlPlane.execution.step.completed"
  | "controlPlane.execution.step.failed"
  | "controlPlane.execution.step.skipped"
  | "controlPlane.execution.completed"
  | "controlPlane.execution.failed";

/** Something that happened in a run, as the contracts tell it, but for the identifiers of run, plan and execution. */
export type RunHappening = {
  readonly [Key in RunHappeningKey]: {
    readonly key: Key;
    readonly payload: Readonly<Omit<EventPayloads[Key], "executionId" | "runId" | "planId">>;
  };
}[RunHappeningKey];

/**
 * What happened by one event: first what became of the event's own step, then of the others by their places in the plan, then what was
 * started, and the end of the run last. Pure: the same journal tells the same, so that nothing of it needs to be kept.
 * A step that ends because its run ends is not told; nor is a wait that is over, since the attempt is.
 */
export function runHappenings(
  before: RunState,
  event: RunEvent,
  { state, commands }: Transition,
): readonly RunHappening[] {
  if (state === before) return [];
  return [
    ...(event.type === "run.cancel_requested" || event.type === "run.deadline_reached"
      ? []
      : stepHappenings(before, event, state)),
    ...(state.paused === true && before.paused !== true ? [runPaused(event.at)] : []),
    ...commands.flatMap((command) => commandHappenings(command, event, state)),
  ];
}

function stepHappenings(before: RunState, event: RunEvent, state: RunState): readonly RunHappening[] {
  const own = "step_id" in event ? state.index_of.get(event.step_id) : undefined;
  const changed = changedSteps(before.steps, state.steps);
  const ordered = own !== undefined && changed.includes(own) ? [own, ...changed.filter((at) => at !== own)] : changed;
  return ordered.flatMap((index) => {
    const record = state.steps.get(index);
    if (before.steps.get(index).phase === record.phase) return [];
    return tellers[record.phase]?.({ id: state.plan.steps[index]?.step_id ?? "", record, event, state }) ?? [];
  });
}

interface ChangedStep {
  readonly id: string;
  readonly record: StepRecord;
  readonly event: RunEvent;
  readonly state: RunState;
}

/** What is told of a step that has come to a phase. That it runs is told by the command. */
const tellers: { readonly [Phase in StepPhase]?: (step: ChangedStep) => RunHappening | readonly RunHappening[] } = {
  held: (step) => stepBlocked(step, waitsForHuman),
  held_again: (step) => stepBlocked(step, waitsForHuman),
  waiting: ({ id, record, event }) =>
    event.type === "step.failed" && event.step_id === id ? stepFailed({ id, record, event }, event.error) : [],
  completed: ({ id, record, event }) => ({
    key: "controlPlane.execution.step.completed",
    payload: { stepId: id, ...attemptOf(record), completedAt: timestampOf(event.at) },
  }),
  failed: ended,
  timed_out: ended,
  // With fail_fast, what is cancelled is cancelled with the whole run.
  cancelled: ({ id, record, event, state }) =>
    state.plan.fail_fast ? [] : stepSkipped(id, event.at, record.error?.message ?? "It was cancelled."),
  skipped: ({ id, event }) => stepSkipped(id, event.at, passedOver),
};

const waitsForHuman = "The attempt waits for a human's approval.";
const passedOver = "A condition of it is false, or every step that it depends on was skipped.";

function ended(step: ChangedStep): RunHappening {
  const { event, id } = step;
  const refused = event.type === "step.failed" && event.step_id === id && event.refused === true;
  const error = step.record.error ?? { reason: "UNKNOWN", message: "It failed without saying why." };
  return refused || error.reason === "POLICY_DENIED" ? stepBlocked(step, error.message) : stepFailed(step, error);
}

function stepBlocked({ id, record, event }: ChangedStep, reason: string): RunHappening {
  return {
    key: "controlPlane.execution.step.blocked",
    payload: { stepId: id, ...attemptOf(record), blockedAt: timestampOf(event.at), reason: shown(reason) },
  };
}

function stepFailed(
  { id, record, event }: Pick<ChangedStep, "id" | "record" | "event">,
  error: ExecutionErrorInfo,
): RunHappening {
  return {
    key: "controlPlane.execution.step.failed",
    payload: {
      stepId: id,
      ...attemptOf(record),
      failedAt: timestampOf(event.at),
      errorCode: codeOf(error),
      errorMessage: shown(error.message),
      ...(record.phase === "waiting" && record.until !== undefined ? { retryAt: timestampOf(record.until) } : {}),
    },
  };
}

function stepSkipped(id: string, at: number, reason: string): RunHappening {
  return {
    key: "controlPlane.execution.step.skipped",
    payload: { stepId: id, skippedAt: timestampOf(at), reason: shown(reason) },
  };
}

function runPaused(at: number): RunHappening {
  return {
    key: "controlPlane.execution.step.blocked",
    payload: { blockedAt: timestampOf(at), reason: "The run is paused: nothing starts until it is resumed." },
  };
}

function commandHappenings(command: RunCommand, { at }: RunEvent, state: RunState): readonly RunHappening[] {
  if (command.type === "start_attempt") {
    const { step_id, attempt } = command;
    const payload = { stepId: step_id, attempt, startedAt: timestampOf(at) };
    return [{ key: "controlPlane.execution.step.started", payload }];
  }
  return command.type === "finish" ? [runEnded(command, at, state)] : [];
}

function runEnded(
  { state: end, error }: Extract<RunCommand, { type: "finish" }>,
  at: number,
  { plan, steps }: RunState,
): RunHappening {
  if (end === "COMPLETED") {
    const completed = [...steps].filter(({ phase }) => phase === "completed").length;
    const outcome = plan.kind === "plan" ? { outcome: `${completed} of ${steps.size} steps completed.` } : {};
    return { key: "controlPlane.execution.completed", payload: { completedAt: timestampOf(at), ...outcome } };
  }
  return {
    key: "controlPlane.execution.failed",
    payload: {
      failedAt: timestampOf(at),
      // The reason that a person gave stays with the request: it is theirs.
      ...(end === "CANCELLED" ? { errorCode: "CANCELLED", errorMessage: "The run was cancelled." } : failure(error)),
    },
  };
}

function failure(error: ExecutionErrorInfo | undefined) {
  return error === undefined
    ? { errorCode: "UNKNOWN" }
    : { errorCode: codeOf(error), errorMessage: shown(error.message) };
}

/** The error code behind the failure where the contracts know it, else its reason. */
function codeOf({ reason, underlying_error }: ExecutionErrorInfo): string {
  const code = underlying_error?.code;
  return isErrorCode(code) ? code : reason;
}

function attemptOf({ attempt }: StepRecord): { readonly attempt?: number } {
  return attempt === 0 ? {} : { attempt };
}

/** Without what looks like a secret, and no longer than a note may be. */
function shown(text: string): string {
  return redactText(text).slice(0, bounds.noteTextMax).toWellFormed();
}
