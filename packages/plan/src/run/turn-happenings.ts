import type { RunEvent } from "./run-event.ts";
import { type RunHappening, runHappenings } from "./run-happenings.ts";
import type { RunState } from "./run-state.ts";
import { transition } from "./transition.ts";

/** A happening with its place: which of the turn's events it follows from, from 0, and its number among those of that event. */
export interface TurnHappening {
  readonly event: number;
  readonly number: number;
  readonly happening: RunHappening;
}

export interface Turn {
  readonly state: RunState;
  readonly happenings: readonly TurnHappening[];
}

/**
 * What happened by one turn: an event, and the events that `continuesTurn`, which the driver writes with it in one transaction. An attempt
 * that was issued and taken back within the turn was not made, and is not told as started; the numbers of the others stay as they are.
 */
export function turnHappenings(before: RunState, events: readonly RunEvent[]): Turn {
  let state = before;
  const happenings: TurnHappening[] = [];
  const takenBackAt = new Map<string | undefined, number>();
  for (const [at, event] of events.entries()) if ("attempt" in event) takenBackAt.set(keyOf(event), at);
  for (const [at, event] of events.entries()) {
    const next = transition(state, event);
    for (const [number, happening] of runHappenings(state, event, next).entries()) {
      if ((takenBackAt.get(startedBy(happening)) ?? at) <= at) happenings.push({ event: at, number, happening });
    }
    state = next.state;
  }
  return { state, happenings };
}

/** Whether an event belongs to the turn of the run's event before it: it takes an attempt back that was just issued. */
export function continuesTurn(event: {
  readonly type: string;
  readonly refused?: unknown;
  readonly late?: unknown;
}): boolean {
  if (event.type === "step.held") return event.late !== true;
  return event.type === "step.failed" && event.refused === true;
}

/** The key of the attempt that is told as started; no attempt has the key of any other happening. */
function startedBy({ key, payload }: RunHappening): string | undefined {
  return key === "controlPlane.execution.step.started" && "attempt" in payload
    ? keyOf({ step_id: payload.stepId ?? "", attempt: payload.attempt ?? 0 })
    : undefined;
}

function keyOf({ step_id, attempt }: { readonly step_id: string; readonly attempt: number }): string {
  return `${step_id}#${attempt}`;
}
