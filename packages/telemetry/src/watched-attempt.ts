import { type Context, context, type Span } from "@opentelemetry/api";
import type { CapabilityLabels } from "./capability-labels.ts";
import { secondsOf } from "./seconds-of.ts";
import { spanAttributes } from "./span-attributes.ts";
import { contextOf, endSpan, failureAttributes, plain, startSpan } from "./spans.ts";
import type { AttemptEnd, AttemptFacts, AttemptTelemetry } from "./telemetry.ts";
import { writeTraceparent } from "./trace-context.ts";
import type { Watch } from "./watch.ts";

type AttemptOutcome = "success" | "failed" | "timed_out" | "cancelled";

/** Measures one attempt. */
export class WatchedAttempt implements AttemptTelemetry {
  readonly #watch: Watch;
  readonly #labels: CapabilityLabels;
  readonly #startedAt: number;
  readonly #span: Span;
  #isOpen = true;

  constructor(watch: Watch, { target, step_id, attempt }: AttemptFacts, invocationId: string, parent: Context) {
    this.#watch = watch;
    this.#labels = watch.labelling.of(target);
    this.#startedAt = watch.now();
    watch.open.attempts += 1;
    if (attempt > 1) watch.metrics.attemptRetries.inc();
    const { module, capability } = this.#labels;
    this.#span = startSpan(watch.tracer, {
      name: `attempt ${module}.${capability}`,
      parent,
      attributes: () => ({
        [spanAttributes.moduleId]: module,
        [spanAttributes.capabilityName]: capability,
        [spanAttributes.capabilityVersion]: target.version,
        [spanAttributes.invocationId]: invocationId,
        [spanAttributes.stepId]: plain(step_id),
        [spanAttributes.attemptNumber]: attempt,
      }),
    });
  }

  run<T>(work: () => T): T {
    return context.with(contextOf(this.#span), work);
  }

  traceHeaders(): Readonly<Record<string, string>> {
    const span = this.#span.spanContext();
    const traceparent = writeTraceparent(span);
    if (traceparent === undefined) return {};
    const tracestate = span.traceState?.serialize();
    return { traceparent, ...(tracestate && { tracestate }) };
  }

  ended(end: AttemptEnd): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const outcome = outcomeOf(end);
    const { metrics, open, now } = this.#watch;
    const { module, capability } = this.#labels;
    metrics.attempts.inc({ module, capability, outcome });
    metrics.attemptSeconds.observe({ module, capability }, secondsOf(now() - this.#startedAt));
    open.attempts -= 1;
    const failure = end.ok || outcome === "cancelled" ? undefined : end.error;
    if (failure !== undefined) metrics.attemptFailures.inc({ reason: failure.reason });
    endSpan(this.#span, {
      isError: failure !== undefined,
      attributes: () => ({ [spanAttributes.attemptOutcome]: outcome, ...failureAttributes(failure) }),
    });
  }
}

function outcomeOf(end: AttemptEnd): AttemptOutcome {
  if (end.ok) return "success";
  if (end.cancelled === true) return "cancelled";
  return end.timed_out === true ? "timed_out" : "failed";
}
