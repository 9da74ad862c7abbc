import { type Context, context, type Link, type SpanContext, TraceFlags, trace } from "@opentelemetry/api";
import { spanAttributes } from "./span-attributes.ts";
import { isTraceId, readTraceparent, type TraceHeaders } from "./trace-context.ts";

export interface ExchangeParent {
  /** The context in which the exchange's span begins. */
  readonly context: Context;
  /** The span that would have been the parent, if the caller had not named another trace. */
  readonly links: readonly Link[];
  /** Whether the parent is a span of this process, as that of an instrumented HTTP server. */
  readonly isLocal: boolean;
}

/**
 * Which trace an exchange joins. `Orch-Trace-Id` and `_meta.trace_id` must agree, which the gateway checks; `traceparent` need
 * not agree with them, since proxies on the way write it anew.
 *
 * 1. The trace that the protocol names (`Orch-Trace-Id`, else `_meta.trace_id`) is the exchange's. Where the caller's span is
 *    in that trace, it is the parent; where it is in another, it is linked.
 * 2. Otherwise the caller's span is the parent: the active span of this process, which has read `traceparent` itself, else
 *    `traceparent`.
 * 3. Otherwise a new trace begins.
 */
export function exchangeParent(headers: TraceHeaders, metaTraceId: string | undefined): ExchangeParent {
  const active = context.active();
  const local = trace.getSpanContext(active);
  const span = local ?? readTraceparent(headers);
  const isLocal = local !== undefined;
  const named = [headers["orch-trace-id"], metaTraceId].find(isTraceId);
  if (span === undefined && named === undefined) return { context: active, links: [], isLocal };
  if (span !== undefined && (named === undefined || named === span.traceId)) {
    return { context: isLocal ? active : trace.setSpanContext(active, span), links: [], isLocal };
  }
  return {
    context: trace.setSpanContext(active, spanOfTrace(named as string)),
    links: span === undefined ? [] : [{ context: span, attributes: { [spanAttributes.link]: "traceparent" } }],
    isLocal: false,
  };
}

/**
 * A parent must have a span, and a trace's name alone has none: so one is made of its second half. It is sampled, since
 * somebody who names a trace wants to find it.
 */
function spanOfTrace(traceId: string): SpanContext {
  const half = traceId.slice(16);
  const spanId = /^0+$/.test(half) ? traceId.slice(0, 16) : half;
  return { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
}
