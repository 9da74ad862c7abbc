import type { RunCommand } from "../run/run-command.ts";
import type { RunEvent, RunEventOf } from "../run/run-event.ts";
import { initialRun, isTerminal, type RunState } from "../run/run-state.ts";
import { type Transition, transition } from "../run/transition.ts";
import type { Random } from "./random.ts";
import type { RandomPlan, ScriptedOutcome } from "./random-plan.ts";

/** One event that was applied, with what came of it. */
export interface Applied extends Transition {
  readonly before: RunState;
  readonly event: RunEvent;
}

/** What may go wrong in a simulated run. */
export interface Disturbances {
  readonly crashProbability: number;
  readonly cancelAt?: number;
  readonly deadlineAt: number;
  /** How likely an attempt must wait for a human, who then always allows it. */
  readonly holdProbability?: number;
  /** How often the run is paused and resumed. */
  readonly pauses?: number;
}

/**
 * Drives a run over a clock of its own: attempts take random times and end as scripted, and now and then the process dies, which
 * drops all that is not in the journal. `check` sees every event that is applied. Returns the journal and the last state.
 */
export function simulate(
  { plan, model }: RandomPlan,
  random: Random,
  disturbances: Disturbances,
  check: (applied: Applied) => void,
): { journal: readonly RunEvent[]; state: RunState; crashes: number } {
  const outcomes = new Map(model.map((step) => [step.id, step.outcome]));
  const journal: RunEvent[] = [];
  let state = initialRun(plan, "inv_simulated");
  let now = 1_000;
  let crashes = 0;
  let agenda: Appointment[] = [];
  const released = new Set<string>();
  const held: RunEventOf<"step.held">[] = [];
  const deadline: Appointment = { at: disturbances.deadlineAt, event: (at) => ({ type: "run.deadline_reached", at }) };

  const apply = (event: RunEvent) => {
    const before = state;
    const { state: after, commands } = transition(before, event);
    state = after;
    if (after !== before) journal.push(event);
    check({ before, event, state: after, commands });
    for (const command of commands) agenda = execute(command, agenda);
    // As the driver does: what is held is taken back before anybody could see that it was issued.
    for (const hold of held.splice(0)) {
      apply(hold);
      agenda.push(releaseOf(hold));
    }
  };
  const releaseOf = ({ step_id, attempt, deadline_at }: RunEventOf<"step.held">): Appointment => ({
    at: now + random.below(150),
    event: (at) => {
      released.add(`${step_id}#${attempt}`);
      return { type: "step.released", at, step_id, attempt, deadline_at };
    },
    human: true,
  });
  const execute = (command: RunCommand, open: Appointment[]): Appointment[] => {
    switch (command.type) {
      case "start_attempt": {
        const { step_id, attempt } = command;
        const allowed = `${step_id}#${attempt}`;
        if (!released.has(allowed) && random.chance(disturbances.holdProbability ?? 0)) {
          held.push({ type: "step.held", at: now, step_id, attempt, deadline_at: disturbances.deadlineAt });
          return open;
        }
        const outcome = outcomes.get(command.step_id)?.(command.attempt);
        const at = now + 1 + random.below(100);
        return outcome === undefined
          ? open
          : [...open, { at, command, event: (when) => endOf(command, outcome, when) }];
      }
      case "wait": {
        const { step_id, attempt, until } = command;
        return [...open, { at: until, event: (at) => ({ type: "step.retry_due", at, step_id, attempt }) }];
      }
      case "abort_attempt":
        // A plugin may end in the very moment in which it is aborted: sometimes its outcome still arrives.
        return random.chance(0.5) ? open : open.filter((each) => each.command?.step_id !== command.step_id);
      case "continue":
        return [...open, { at: now, event: (at) => ({ type: "run.continued", at }) }];
      case "finish":
        return open;
    }
  };

  if (disturbances.cancelAt !== undefined) {
    agenda.push({ at: disturbances.cancelAt, event: (at) => ({ type: "run.cancel_requested", at }) });
  }
  for (let pause = 0; pause < (disturbances.pauses ?? 0); pause += 1) {
    const at = now + random.below(400);
    agenda.push({ at, event: (when) => ({ type: "run.pause_requested", at: when }), human: true });
    const until = at + 1 + random.below(200);
    agenda.push({ at: until, event: (when) => ({ type: "run.resume_requested", at: when }), human: true });
  }
  agenda.push(deadline);
  apply({ type: "run.accepted", at: now, deadline_at: disturbances.deadlineAt });
  while (agenda.length > 0) {
    if (!isTerminal(state.state) && random.chance(disturbances.crashProbability)) {
      crashes += 1;
      agenda = agenda.filter((each) => each === deadline || each.human);
      apply({ type: "run.recovered", at: now });
      continue;
    }
    const next = agenda.reduce((first, each) => (each.at < first.at ? each : first));
    agenda = agenda.filter((each) => each !== next);
    now = Math.max(now, next.at);
    apply(next.event(now));
    if (random.chance(0.1)) apply(next.event(now));
    if (isTerminal(state.state) && agenda.every((each) => each === deadline)) break;
  }
  return { journal, state, crashes };
}

/** An event that will come at a time; `command` is the attempt that it ends. */
interface Appointment {
  readonly at: number;
  readonly event: (at: number) => RunEvent;
  readonly command?: Extract<RunCommand, { type: "start_attempt" }>;
  /** What people do outlives the process. */
  readonly human?: true;
}

function endOf(
  { step_id, attempt }: Extract<RunCommand, { type: "start_attempt" }>,
  outcome: ScriptedOutcome,
  at: number,
): RunEvent {
  if (outcome.ok) return { type: "step.succeeded", at, step_id, attempt, output: outcome.output };
  const { error, retryable, timed_out } = outcome;
  return {
    type: "step.failed",
    at,
    step_id,
    attempt,
    error,
    retryable,
    ...(timed_out === undefined ? {} : { timed_out }),
  };
}
