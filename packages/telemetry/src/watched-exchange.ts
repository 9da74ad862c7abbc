import { errorCodes, isErrorCode, isOperationKey } from "@oap/protocol";
import { type Context, context, ROOT_CONTEXT, type Span, SpanKind, trace } from "@opentelemetry/api";
import { exchangeParent } from "./exchange-parent.ts";
import { secondsOf } from "./seconds-of.ts";
import { spanAttributes } from "./span-attributes.ts";
import { endSpan, plain, startSpan } from "./spans.ts";
import type { ExchangeFacts, ExchangeTelemetry } from "./telemetry.ts";
import type { TraceHeaders } from "./trace-context.ts";
import type { Watch } from "./watch.ts";

/** Measures one exchange, from its arrival to its answer. */
export class WatchedExchange implements ExchangeTelemetry {
  readonly #watch: Watch;
  readonly #headers: TraceHeaders;
  readonly #startedAt: number;
  #operation = "unread";
  #span: Span | undefined;
  #context: Context = ROOT_CONTEXT;
  #isOpen = true;

  constructor(watch: Watch, headers: TraceHeaders) {
    this.#watch = watch;
    this.#headers = headers;
    this.#startedAt = watch.now();
    watch.open.exchanges += 1;
  }

  get span(): Span | undefined {
    return this.#span;
  }

  get traceId(): string | undefined {
    const traceId = this.#span?.spanContext().traceId;
    return traceId === undefined || /^0*$/.test(traceId) ? undefined : traceId;
  }

  understood(exchange: ExchangeFacts): void {
    this.#operation = isOperationKey(exchange.operation) ? exchange.operation : "other";
    this.#begin(exchange);
  }

  run<T>(work: () => T): T {
    return this.#span === undefined ? work() : context.with(this.#context, work);
  }

  ended({ status, code }: { readonly status: number; readonly code?: string | undefined }): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const { metrics, open, now } = this.#watch;
    const operation = this.#operation;
    const seconds = secondsOf(now() - this.#startedAt);
    const codeLabel = code === undefined ? "OK" : isErrorCode(code) ? code : "other";
    metrics.exchanges.inc({ operation, status: statusLabel(status), code: codeLabel });
    metrics.exchangeSeconds.observe({ operation, outcome: outcomeOf(status) }, seconds);
    open.exchanges -= 1;
    endSpan(this.#span ?? this.#begin(undefined), {
      // As HTTP servers count: what the caller did wrong is no error of the server's span.
      isError: status >= 500,
      attributes: () => ({
        [spanAttributes.httpStatus]: status,
        ...(code !== undefined && { [spanAttributes.errorType]: codeLabel }),
        ...(isErrorCode(code ?? "") && {
          [spanAttributes.rpcStatus]: `${errorCodes[code as keyof typeof errorCodes].jsonRpc}`,
        }),
      }),
    });
  }

  #begin(facts: ExchangeFacts | undefined): Span {
    const parent = exchangeParent(this.#headers, facts?.trace_id);
    this.#span = startSpan(this.#watch.tracer, {
      name: this.#operation,
      parent: parent.context,
      links: parent.links,
      kind: parent.isLocal ? SpanKind.INTERNAL : SpanKind.SERVER,
      attributes: () => ({
        [spanAttributes.rpcSystem]: "jsonrpc",
        [spanAttributes.rpcMethod]: this.#operation,
        ...(facts && { [spanAttributes.jsonRpcRequestId]: plain(facts.id) }),
        ...(facts?.session_id !== undefined && { [spanAttributes.sessionId]: plain(facts.session_id) }),
      }),
    });
    this.#context = trace.setSpan(parent.context, this.#span);
    return this.#span;
  }
}

function outcomeOf(status: number): "ok" | "refused" | "failed" {
  if (status < 400) return "ok";
  return status < 500 ? "refused" : "failed";
}

function statusLabel(status: number): string {
  return Number.isInteger(status) && status >= 100 && status <= 599 ? `${status}` : "other";
}
