import { type CompiledPlan, initialRun, type RunEvent, type RunState, transition } from "@oap/plan";
import type { JsonObject } from "@oap/protocol/types";
import type { Store } from "@oap/store";

/** An attempt that the journal ordered. */
export interface OrderedAttempt {
  readonly step_id: string;
  readonly attempt: number;
  readonly key: string;
  readonly idempotent: boolean;
  readonly tag: string;
  /** The position of the event that led to it. */
  readonly position: number;
}

/** A run, made again from its journal alone. */
export interface ReplayedRun {
  readonly invocation_id: string;
  readonly plan: CompiledPlan;
  readonly state: RunState;
  readonly attempts: readonly OrderedAttempt[];
  /** By key: the position of the event that completed the step. */
  readonly completed: ReadonlyMap<string, number>;
  readonly types: readonly RunEvent["type"][];
  /** What is wrong with the journal itself. */
  readonly faults: readonly string[];
}

export function replayRun(store: Store, invocation_id: string): ReplayedRun {
  const plan = store.compiledRun(invocation_id) as CompiledPlan;
  const attempts: OrderedAttempt[] = [];
  const completed = new Map<string, number>();
  const types: RunEvent["type"][] = [];
  const faults: string[] = [];
  let state = initialRun(plan, invocation_id);
  for (const { seq, position, event } of store.journalOf(invocation_id, 0, Number.MAX_SAFE_INTEGER)) {
    types.push(event.type as RunEvent["type"]);
    if (seq !== types.length) faults.push(`${invocation_id} has the event ${seq} as its ${types.length}th`);
    const next = transition(state, event as RunEvent);
    if (next.state === state)
      faults.push(`${invocation_id} has the event ${seq}, ${event.type}, which changes nothing`);
    state = next.state;
    for (const command of next.commands) {
      if (command.type !== "start_attempt") continue;
      const { step_id, attempt, idempotency_key: key, input } = command;
      const { idempotent } = plan.steps[state.index_of.get(step_id) ?? -1] ?? { idempotent: false };
      attempts.push({ step_id, attempt, key, idempotent, tag: String((input as JsonObject).tag), position });
    }
    if (event.type === "step.succeeded") {
      const { step_id } = event as Extract<RunEvent, { type: "step.succeeded" }>;
      const key = attempts.findLast((each) => each.step_id === step_id)?.key;
      if (key === undefined) faults.push(`${invocation_id} completed ${step_id}, which no event started`);
      else if (completed.has(key)) faults.push(`${invocation_id} completed ${step_id} twice`);
      else completed.set(key, position);
    }
  }
  return { invocation_id, plan, state, attempts, completed, types, faults };
}
