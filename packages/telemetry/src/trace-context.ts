import { redactText } from "@oap/orchestrator";
import { createTraceState, isSpanContextValid, type SpanContext, TraceFlags } from "@opentelemetry/api";

/** What a request can say about its trace, by lower-case header name. Any further headers are ignored. */
export interface TraceHeaders {
  readonly traceparent?: string | undefined;
  readonly tracestate?: string | undefined;
  readonly "orch-trace-id"?: string | undefined;
}

/** Longer ones are dropped, as W3C Trace Context allows. */
const tracestateCharactersMax = 512;

/** The caller's span, as the two W3C headers tell it. A header that is malformed counts as absent, as the specification asks. */
export function readTraceparent({ traceparent, tracestate }: TraceHeaders): SpanContext | undefined {
  // Later versions may say more behind the flags; version ff is none.
  const match = /^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(traceparent ?? "");
  if (match === null) return undefined;
  const [, version, traceId = "", spanId = "", flags = "", more] = match;
  if (version === "00" && more !== undefined) return undefined;
  const read: SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  if (!isSpanContextValid(read)) return undefined;
  return isPlainTracestate(tracestate) ? { ...read, traceState: createTraceState(tracestate) } : read;
}

/** The header that lets others join the span; `undefined` where there is none. */
export function writeTraceparent(span: SpanContext): string | undefined {
  if (!isSpanContextValid(span)) return undefined;
  return `00-${span.traceId}-${span.spanId}-${(span.traceFlags & 0xff).toString(16).padStart(2, "0")}`;
}

/** An OrchTraceId is the trace id of W3C Trace Context: 32 lower-case hexadecimal digits that are not all zero. */
export function isTraceId(text: string | undefined): text is string {
  return text !== undefined && /^(?!0{32})[0-9a-f]{32}$/.test(text);
}

/** It is handed on and exported as it is, so that what looks like a secret does not pass. */
function isPlainTracestate(tracestate: string | undefined): tracestate is string {
  return (
    tracestate !== undefined && tracestate.length <= tracestateCharactersMax && redactText(tracestate) === tracestate
  );
}
