import type { ExecutionFailureReason, ExecutionState } from "@oap/protocol";
import type { Context, Link, Span } from "@opentelemetry/api";
import { secondsOf } from "./seconds-of.ts";
import { spanAttributes } from "./span-attributes.ts";
import { contextOf, endSpan, failureAttributes, linkSpan, plain, startSpan } from "./spans.ts";
import type { AttemptFacts, AttemptTelemetry, ExchangeTelemetry, RunEnd, RunFacts, RunTelemetry } from "./telemetry.ts";
import { writeTraceparent } from "./trace-context.ts";
import type { Watch } from "./watch.ts";
import { WatchedAttempt } from "./watched-attempt.ts";

export interface RunTrace {
  readonly parent: Context;
  readonly links: readonly Link[];
}

/** Counts one run as long as this process has it. Its span ends with it, or is lost with the process. */
export class WatchedRun implements RunTelemetry {
  readonly #watch: Watch;
  readonly #facts: RunFacts;
  readonly #span: Span;
  readonly #context: Context;
  #isOpen = true;

  constructor(watch: Watch, facts: RunFacts, { parent, links }: RunTrace) {
    this.#watch = watch;
    this.#facts = facts;
    const { kind, steps, invocation_id, plan_id, execution_id } = facts;
    watch.open.runs[kind] += 1;
    watch.open.steps += steps;
    this.#span = startSpan(watch.tracer, {
      name: `run ${kind}`,
      parent,
      links,
      attributes: () => ({
        [spanAttributes.invocationId]: invocation_id,
        [spanAttributes.runKind]: kind,
        [spanAttributes.runSteps]: steps,
        ...(plan_id !== undefined && { [spanAttributes.planId]: plain(plan_id) }),
        ...(execution_id !== undefined && { [spanAttributes.executionId]: plain(execution_id) }),
      }),
    });
    this.#context = contextOf(this.#span);
  }

  get traceparent(): string | undefined {
    return writeTraceparent(this.#span.spanContext());
  }

  get traceId(): string | undefined {
    return this.traceparent?.split("-")[1];
  }

  attemptStarted(attempt: AttemptFacts): AttemptTelemetry {
    return new WatchedAttempt(this.#watch, attempt, this.#facts.invocation_id, this.#context);
  }

  attemptDenied({ target, step_id, attempt }: AttemptFacts, reason: ExecutionFailureReason): void {
    const { metrics, labelling } = this.#watch;
    const { module, capability } = labelling.of(target);
    metrics.attempts.inc({ module, capability, outcome: "denied" });
    metrics.attemptFailures.inc({ reason });
    if (!this.#span.isRecording()) return;
    this.#span.addEvent("oap.attempt.denied", {
      [spanAttributes.stepId]: plain(step_id),
      [spanAttributes.attemptNumber]: attempt,
      [spanAttributes.failureReason]: reason,
    });
  }

  continued(why: "resumed" | "approved", exchange: ExchangeTelemetry): void {
    linkSpan(this.#span, exchange.span, why);
  }

  ended({ state, error, durationMs, steps }: RunEnd): void {
    if (!this.#close()) return;
    const { metrics } = this.#watch;
    const { kind } = this.#facts;
    metrics.runsEnded.inc({ kind, state });
    metrics.runSeconds.observe({ kind }, secondsOf(durationMs));
    for (const [stepState, count] of countStates(steps)) metrics.stepsEnded.inc({ state: stepState }, count);
    endSpan(this.#span, {
      isError: state === "FAILED" || state === "TIMED_OUT",
      attributes: () => ({ [spanAttributes.runState]: state, ...failureAttributes(error) }),
    });
  }

  withdrawn(): void {
    if (!this.#close()) return;
    this.#watch.open.accepted[this.#facts.kind] -= 1;
    endSpan(this.#span, { isError: false, attributes: () => ({ [spanAttributes.runState]: "CANCELLED" }) });
  }

  givenUp(): void {
    if (!this.#close()) return;
    this.#watch.metrics.runsGivenUp.inc({ kind: this.#facts.kind });
    endSpan(this.#span, { isError: true, attributes: () => ({ [spanAttributes.errorType]: "INTERNAL" }) });
  }

  #close(): boolean {
    if (!this.#isOpen) return false;
    this.#isOpen = false;
    this.#watch.open.runs[this.#facts.kind] -= 1;
    this.#watch.open.steps -= this.#facts.steps;
    return true;
  }
}

function countStates(steps: Iterable<{ readonly state: ExecutionState }>): ReadonlyMap<ExecutionState, number> {
  const counts = new Map<ExecutionState, number>();
  for (const { state } of steps) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
