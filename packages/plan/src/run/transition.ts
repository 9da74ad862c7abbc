import type { ExecutionErrorInfo } from "@oap/protocol";
import type { RunCommand } from "./run-command.ts";
import { RunDraft } from "./run-draft.ts";
import type { RunEvent, RunEventOf } from "./run-event.ts";
import { isTerminal, type RunState } from "./run-state.ts";

export interface Transition {
  readonly state: RunState;
  readonly commands: readonly RunCommand[];
}

/**
 * Applies one event to a run. Pure and total: no clock, no randomness, it never throws for an event, and a stale event gives the same
 * state object back with no commands. The invariants are numbered in `run-state.ts`.
 */
export function transition(state: RunState, event: RunEvent): Transition {
  if (isTerminal(state.state)) return { state, commands: [] };
  const draft = new RunDraft(state, event.at);
  return apply(draft, event) ? draft.commit() : { state, commands: [] };
}

function apply<Type extends RunEvent["type"]>(draft: RunDraft, event: RunEventOf<Type>): boolean {
  const handler: Handler<Type> = handlers[event.type as Type];
  return handler(draft, event);
}

/** Answers false for an event that is stale, and has then done nothing. */
type Handler<Type extends RunEvent["type"]> = (draft: RunDraft, event: RunEventOf<Type>) => boolean;

const handlers: { readonly [Type in RunEvent["type"]]: Handler<Type> } = {
  "run.accepted": (draft, { at, deadline_at, reused = [] }) => {
    if (draft.run.accepted_at !== undefined) return false;
    draft.change({ state: "RUNNING", accepted_at: at, started_at: at, deadline_at });
    for (const { step_id, output } of reused) draft.reuse(step_id, output);
    draft.openRoots();
    return true;
  },

  "step.succeeded": (draft, event) => {
    const step = draft.present(event, "running");
    if (step === undefined) return false;
    draft.endStep(step, "completed", { output: event.output });
    return true;
  },

  "step.failed": (draft, event) => {
    const held = draft.held(event);
    const step = draft.present(event, "running") ?? held;
    if (step === undefined) return false;
    if (held !== undefined && event.deadline_at !== undefined) draft.change({ deadline_at: event.deadline_at });
    if (held === undefined && draft.retryStep(step, event)) return true;
    draft.endStep(step, event.timed_out === true ? "timed_out" : "failed", { error: event.error });
    return true;
  },

  "step.retry_due": (draft, event) => {
    const step = draft.present(event, "waiting");
    if (step === undefined || draft.remainingMs() <= 0 || draft.run.paused) return false;
    draft.startAttempt(step, event.attempt);
    return true;
  },

  "step.held": (draft, event) => {
    const step = draft.present(event, "running");
    if (step === undefined) return false;
    draft.change({ deadline_at: event.deadline_at });
    draft.holdStep(step);
    return true;
  },

  "step.released": (draft, event) => {
    const step = draft.held(event);
    if (step === undefined) return false;
    draft.change({ deadline_at: event.deadline_at });
    draft.releaseStep(step);
    return true;
  },

  "run.pause_requested": (draft) => {
    if (draft.run.accepted_at === undefined || draft.run.paused) return false;
    draft.change({ paused: true });
    return true;
  },

  "run.resume_requested": (draft, { at }) => {
    if (!draft.run.paused) return false;
    draft.change({ paused: undefined });
    // A wait that ended during the pause was not acted upon.
    for (const step of draft.stepsInOrder()) {
      const { phase, attempt, until = at } = draft.record(step.index);
      if (phase === "waiting" && until <= at && draft.remainingMs() > 0) draft.startAttempt(step, attempt + 1);
    }
    return true;
  },

  "run.cancel_requested": (draft, { reason }) => {
    draft.change({ state: "CANCELLED", error: undefined, ...(reason === undefined ? {} : { cancel_reason: reason }) });
    draft.endOpenSteps("cancelled", "cancelled");
    return true;
  },

  "run.deadline_reached": (draft) => {
    // The deadline was moved after somebody saw it pass.
    if (draft.remainingMs() > 0) return false;
    draft.change({ state: "TIMED_OUT", error: deadlineExceeded });
    draft.endOpenSteps("timed_out", "deadline", { error: deadlineExceeded });
    return true;
  },

  "run.continued": (draft) => draft.run.undecided !== undefined,

  "run.recovered": (draft) => {
    if (draft.run.accepted_at === undefined) return false;
    draft.change({ recoveries: draft.run.recoveries + 1 });
    const steps = draft.stepsInOrder();
    // The unknown ones first: with fail_fast, one of them ends the attempts that would otherwise be issued again.
    for (const step of steps) {
      if (draft.record(step.index).phase === "running" && !step.idempotent) {
        draft.endStep(step, "failed", { error: outcomeUnknown });
      }
    }
    for (const step of steps) {
      const { phase, attempt, until } = draft.record(step.index);
      if (phase === "waiting") draft.wait(step, attempt + 1, until ?? 0);
      if (phase === "running" && draft.remainingMs() > 0) draft.startAttempt(step, attempt);
    }
    return true;
  },
};

const deadlineExceeded: ExecutionErrorInfo = {
  reason: "RUNTIME_ERROR",
  message: "The time allowed for it is over.",
  underlying_error: { code: "DEADLINE_EXCEEDED", message: "The time allowed for it is over.", retryable: true },
};

const outcomeUnknown: ExecutionErrorInfo = {
  reason: "UNKNOWN",
  message:
    "The control plane stopped while the step was running, and its outcome is not known. It is not run again, because its capability is not idempotent.",
};
