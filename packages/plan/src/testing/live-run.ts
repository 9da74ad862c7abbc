import type { ExecutionErrorInfo, ExecutionPlan, ExecutionState, JsonObject } from "@oap/protocol";
import type { CompiledPlan } from "../compile/compiled-plan.ts";
import type { RunCommand } from "../run/run-command.ts";
import type { RunEvent } from "../run/run-event.ts";
import { initialRun, type RunState } from "../run/run-state.ts";
import { stepStates } from "../run/step-states.ts";
import { transition } from "../run/transition.ts";
import { compiled } from "./plan.ts";

export const deadlineAt = 1_000_000;

/** A run that a test steps by hand. The clock stands at `now` and moves only when the test says so. */
export class LiveRun {
  now = 1_000;
  state: RunState;
  readonly journal: RunEvent[] = [];
  /** The commands of the last event. */
  commands: readonly RunCommand[] = [];

  constructor(plan: ExecutionPlan | CompiledPlan) {
    this.state = initialRun("format" in plan ? plan : compiled(plan), "inv_1");
  }

  accept(deadline = deadlineAt): this {
    return this.apply({ type: "run.accepted", at: this.now, deadline_at: deadline });
  }

  succeed(stepId: string, output: JsonObject = {}, attempt = 1): this {
    return this.apply({ type: "step.succeeded", at: this.now, step_id: stepId, attempt, output });
  }

  fail(
    stepId: string,
    options: { attempt?: number; retryable?: boolean; timed_out?: boolean; reason?: ExecutionErrorInfo["reason"] } = {},
  ): this {
    const { attempt = 1, retryable = false, timed_out, reason = "RUNTIME_ERROR" } = options;
    return this.apply({
      type: "step.failed",
      at: this.now,
      step_id: stepId,
      attempt,
      error: { reason, message: "It broke." },
      retryable,
      ...(timed_out === undefined ? {} : { timed_out }),
    });
  }

  apply(event: RunEvent): this {
    const next = transition(this.state, event);
    if (next.state !== this.state) this.journal.push(event);
    this.state = next.state;
    this.commands = next.commands;
    return this;
  }

  /** The steps whose attempts the last event started. */
  get started(): string[] {
    return this.commands.flatMap((command) => (command.type === "start_attempt" ? [command.step_id] : []));
  }

  /** State by step id. */
  get steps(): { [stepId: string]: ExecutionState } {
    return Object.fromEntries(stepStates(this.state).map(({ step_id, state }) => [step_id, state]));
  }

  step(stepId: string) {
    return stepStates(this.state).find(({ step_id }) => step_id === stepId);
  }
}
