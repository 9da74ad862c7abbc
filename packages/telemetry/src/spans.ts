import { redactText } from "@oap/orchestrator";
import {
  type Attributes,
  type Context,
  INVALID_SPAN_CONTEXT,
  type Link,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import { spanAttributes } from "./span-attributes.ts";
import type { Failure } from "./telemetry.ts";

/**
 * The tracer of whatever SDK the process has registered, or registers later. Without one its spans are empty and nearly free.
 * It is asked for anew once another provider is there: an SDK that brings its own copy of the API does not reach the tracers
 * that were given before.
 */
export function currentTracer(): () => Tracer {
  let provider = trace.getTracerProvider();
  let tracer = provider.getTracer("oap");
  return () => {
    const current = trace.getTracerProvider();
    if (current !== provider) {
      provider = current;
      tracer = current.getTracer("oap");
    }
    return tracer;
  };
}

export interface SpanStart {
  readonly name: string;
  readonly parent: Context;
  readonly kind?: SpanKind;
  readonly links?: readonly Link[];
  /** Only asked for where somebody records the span. */
  readonly attributes: () => Attributes;
}

/** Begins a span. What an SDK throws must not change what happens. */
export function startSpan(
  tracer: () => Tracer,
  { name, parent, kind = SpanKind.INTERNAL, links = [], attributes }: SpanStart,
): Span {
  try {
    const span = tracer().startSpan(name, { kind, links: [...links] }, parent);
    if (span.isRecording()) span.setAttributes(attributes());
    return span;
  } catch {
    return trace.wrapSpanContext(trace.getSpanContext(parent) ?? INVALID_SPAN_CONTEXT);
  }
}

/** Ends a span. An error is told by its code, never by a message. */
export function endSpan(span: Span, { isError, attributes }: { isError: boolean; attributes: () => Attributes }): void {
  try {
    if (span.isRecording()) {
      span.setAttributes(attributes());
      if (isError) span.setStatus({ code: SpanStatusCode.ERROR });
    }
    span.end();
  } catch {
    // The span is lost, and the work goes on.
  }
}

export function linkSpan(span: Span, to: Span | undefined, type: "resumed" | "retried" | "approved"): void {
  if (to === undefined) return;
  try {
    span.addLink({ context: to.spanContext(), attributes: { [spanAttributes.link]: type } });
  } catch {
    // As above.
  }
}

/** A span as a parent. Nothing else of the context in which it began is kept, as that may live much shorter. */
export function contextOf(span: Span): Context {
  return trace.setSpan(ROOT_CONTEXT, span);
}

/** What is known of a failure. */
export function failureAttributes(failure: Failure | undefined): Attributes {
  if (failure === undefined) return {};
  const { reason, underlying_error } = failure;
  return {
    [spanAttributes.errorType]: plain(underlying_error?.code ?? reason),
    [spanAttributes.failureReason]: reason,
  };
}

/** Identifiers that callers choose could be anything. */
export function plain(identifier: string): string {
  return redactText(identifier);
}
