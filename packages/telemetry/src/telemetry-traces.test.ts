import { context, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import * as conventions from "@opentelemetry/semantic-conventions/incubating";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createLogger } from "./create-logger.ts";
import { createTelemetry } from "./create-telemetry.ts";
import { findPlantedSecrets } from "./find-planted-secrets.ts";
import { plantedSecrets } from "./planted-secrets.ts";
import { spanAttributes } from "./span-attributes.ts";
import type { AttemptEnd, ExchangeTelemetry, RunFacts } from "./telemetry.ts";

const exporter = new InMemorySpanExporter();
const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const telemetry = createTelemetry({ version: "1.0.0", isCapability: () => true, processMetrics: false });

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const otherTraceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "00f067aa0ba902b7";
const traceparent = `00-${traceId}-${spanId}-01`;
const facts = { operation: "exec.invoke", id: "req-1" };
const run: RunFacts = { invocation_id: "inv_1", kind: "invoke", execution_id: "exe_1", steps: 1 };
const attempt = {
  target: { module_id: "image", capability: "analyze", version: "1.0.0" },
  step_id: "invoke",
  attempt: 1,
};
const runEnd = { state: "COMPLETED", durationMs: 5, steps: [{ state: "COMPLETED" }] } as const;

// The SDK is registered after the telemetry was made, as it may be.
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
});
afterEach(() => exporter.reset());
afterAll(() => {
  trace.disable();
  context.disable();
});

function exchangeOf(headers: Parameters<typeof telemetry.exchangeStarted>[0], more: object = {}): ExchangeTelemetry {
  const exchange = telemetry.exchangeStarted(headers);
  exchange.understood({ ...facts, ...more });
  return exchange;
}

function spanNamed(name: string): ReadableSpan {
  const found = exporter.getFinishedSpans().filter((span) => span.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

describe("an exchange, its run and its attempts", () => {
  it("are spans, each the child of the one before", () => {
    const exchange = exchangeOf({ traceparent });
    const running = telemetry.runStarted(run, exchange);
    const trying = running.attemptStarted(attempt);
    trying.ended({ ok: true });
    running.ended(runEnd);
    exchange.ended({ status: 200 });
    const [attemptSpan, runSpan, exchangeSpan] = [
      spanNamed("attempt image.analyze"),
      spanNamed("run invoke"),
      spanNamed("exec.invoke"),
    ];
    expect(exchangeSpan.parentSpanContext).toMatchObject({ traceId, spanId });
    expect(runSpan.parentSpanContext?.spanId).toBe(exchangeSpan.spanContext().spanId);
    expect(attemptSpan.parentSpanContext?.spanId).toBe(runSpan.spanContext().spanId);
    expect([exchange.traceId, running.traceId, attemptSpan.spanContext().traceId]).toEqual([traceId, traceId, traceId]);
    expect(exchangeSpan.kind).toBe(SpanKind.SERVER);
    expect(exchangeSpan.attributes).toEqual({
      "rpc.system.name": "jsonrpc",
      "rpc.method": "exec.invoke",
      "jsonrpc.request.id": "req-1",
      "http.response.status_code": 200,
    });
    expect(runSpan.attributes).toEqual({
      "oap.invocation.id": "inv_1",
      "oap.execution.id": "exe_1",
      "oap.run.kind": "invoke",
      "oap.run.steps": 1,
      "oap.run.state": "COMPLETED",
    });
    expect(attemptSpan.attributes).toEqual({
      "oap.module.id": "image",
      "oap.capability.name": "analyze",
      "oap.capability.version": "1.0.0",
      "oap.invocation.id": "inv_1",
      "oap.step.id": "invoke",
      "oap.attempt.number": 1,
      "oap.attempt.outcome": "success",
    });
  });

  it("follow the active span where no exchange is given, over awaits", async () => {
    const exchange = exchangeOf({ traceparent });
    await exchange.run(async () => {
      await new Promise(setImmediate);
      telemetry.runStarted(run).ended(runEnd);
    });
    exchange.ended({ status: 200 });
    expect(spanNamed("run invoke").parentSpanContext?.spanId).toBe(spanNamed("exec.invoke").spanContext().spanId);
  });

  it("make what happens within an attempt its children", async () => {
    const running = telemetry.runStarted(run);
    const trying = running.attemptStarted(attempt);
    await trying.run(async () => {
      await new Promise(setImmediate);
      trace.getTracer("fetch").startSpan("GET").end();
    });
    trying.ended({ ok: true });
    running.ended(runEnd);
    expect(spanNamed("GET").parentSpanContext?.spanId).toBe(spanNamed("attempt image.analyze").spanContext().spanId);
  });

  it("end once, however often they are ended", () => {
    const exchange = exchangeOf({});
    const running = telemetry.runStarted(run, exchange);
    const trying = running.attemptStarted(attempt);
    for (let times = 0; times < 2; times++) {
      trying.ended({ ok: true });
      running.ended(runEnd);
      running.givenUp();
      exchange.ended({ status: 200 });
    }
    expect(exporter.getFinishedSpans()).toHaveLength(3);
  });

  it.each<[string, AttemptEnd, object, SpanStatusCode]>([
    [
      "failed",
      { ok: false, error: { reason: "RUNTIME_ERROR" } },
      { "error.type": "RUNTIME_ERROR", "oap.failure.reason": "RUNTIME_ERROR" },
      SpanStatusCode.ERROR,
    ],
    [
      "timed_out",
      {
        ok: false,
        timed_out: true,
        error: { reason: "RUNTIME_ERROR", underlying_error: { code: "DEADLINE_EXCEEDED" } },
      },
      { "error.type": "DEADLINE_EXCEEDED", "oap.failure.reason": "RUNTIME_ERROR" },
      SpanStatusCode.ERROR,
    ],
    ["cancelled", { ok: false, cancelled: true, error: { reason: "RUNTIME_ERROR" } }, {}, SpanStatusCode.UNSET],
  ])("say that an attempt is %s", (outcome, end, attributes, code) => {
    const running = telemetry.runStarted(run);
    running.attemptStarted({ ...attempt, attempt: 2 }).ended(end);
    running.ended(runEnd);
    const span = spanNamed("attempt image.analyze");
    expect(span.attributes).toMatchObject({ "oap.attempt.outcome": outcome, "oap.attempt.number": 2, ...attributes });
    expect(span.status).toEqual({ code });
    expect("error.type" in span.attributes).toBe("error.type" in attributes);
  });

  it("say that a run failed, and that an attempt was denied", () => {
    const running = telemetry.runStarted({ ...run, kind: "plan", plan_id: "plan_1", steps: 3 });
    running.attemptDenied(attempt, "POLICY_DENIED");
    running.ended({ ...runEnd, state: "FAILED", error: { reason: "POLICY_DENIED" } });
    const span = spanNamed("run plan");
    expect(span.attributes).toMatchObject({
      "oap.plan.id": "plan_1",
      "oap.run.state": "FAILED",
      "error.type": "POLICY_DENIED",
    });
    expect(span.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(span.events).toMatchObject([
      { name: "oap.attempt.denied", attributes: { "oap.step.id": "invoke", "oap.failure.reason": "POLICY_DENIED" } },
    ]);
  });

  it("say that a run was given up", () => {
    telemetry.runStarted(run).givenUp();
    expect(spanNamed("run invoke")).toMatchObject({
      status: { code: SpanStatusCode.ERROR },
      attributes: { "error.type": "INTERNAL" },
    });
  });

  it.each([
    [404, "INVOCATION_NOT_FOUND", SpanStatusCode.UNSET, "-32043"],
    [503, "OVERLOADED", SpanStatusCode.ERROR, "-32021"],
  ])("say that an exchange ended with %i", (status, code, spanStatus, rpcStatus) => {
    exchangeOf({}, { session_id: "ses_1" }).ended({ status, code });
    expect(spanNamed("exec.invoke")).toMatchObject({
      status: { code: spanStatus },
      attributes: {
        "error.type": code,
        "rpc.response.status_code": rpcStatus,
        "http.response.status_code": status,
        "session.id": "ses_1",
      },
    });
  });

  it("have bounded names, whatever is asked for", () => {
    exchangeOf({}, { operation: "drop table" }).ended({ status: 404, code: "drop table" });
    expect(spanNamed("other").attributes).toMatchObject({ "rpc.method": "other", "error.type": "other" });
    telemetry.exchangeStarted({ traceparent }).ended({ status: 400, code: "PARSE_ERROR" });
    expect(spanNamed("unread").spanContext().traceId).toBe(traceId);
  });
});

describe("the trace of an exchange", () => {
  const parentOf = (headers: Parameters<typeof telemetry.exchangeStarted>[0], trace_id?: string) => {
    const exchange = exchangeOf(headers, { trace_id });
    exchange.ended({ status: 200 });
    const span = spanNamed("exec.invoke");
    exporter.reset();
    return { traceId: exchange.traceId, parent: span.parentSpanContext, links: span.links };
  };

  it("is a new one where nothing is named", () => {
    const { traceId: made, parent } = parentOf({});
    expect(made).toMatch(/^[0-9a-f]{32}$/);
    expect(parent).toBeUndefined();
  });

  it("is that of traceparent, and its tracestate goes along", () => {
    const { traceId: joined, parent } = parentOf({ traceparent, tracestate: "vendor=1" });
    expect(joined).toBe(traceId);
    expect(parent).toMatchObject({ spanId, traceFlags: 1, isRemote: true });
    expect(parent?.traceState?.serialize()).toBe("vendor=1");
  });

  it.each([
    ["Orch-Trace-Id", { "orch-trace-id": traceId }, undefined],
    ["_meta.trace_id", {}, traceId],
    ["both", { "orch-trace-id": traceId }, traceId],
  ])("is that of %s", (_, headers, trace_id) => {
    expect(parentOf(headers, trace_id)).toMatchObject({
      traceId,
      parent: { traceId, spanId: traceId.slice(16), traceFlags: 1 },
      links: [],
    });
  });

  it("has the caller's span as its parent where traceparent agrees with the protocol", () => {
    expect(parentOf({ traceparent, "orch-trace-id": traceId }, traceId)).toMatchObject({
      traceId,
      parent: { spanId },
      links: [],
    });
  });

  it("is the protocol's where traceparent does not agree, and the caller's span is linked", () => {
    for (const [headers, trace_id] of [
      [{ "orch-trace-id": otherTraceId }, undefined],
      [{}, otherTraceId],
    ] as const) {
      expect(parentOf({ traceparent, ...headers }, trace_id)).toMatchObject({
        traceId: otherTraceId,
        links: [{ context: { traceId, spanId }, attributes: { "oap.link.type": "traceparent" } }],
      });
    }
  });

  it("is that of the active span, which has read traceparent itself", () => {
    trace.getTracer("http").startActiveSpan("POST /orchestrate", (server: Span) => {
      const exchange = exchangeOf({ traceparent });
      exchange.ended({ status: 200 });
      expect(exchange.traceId).toBe(server.spanContext().traceId);
      server.end();
    });
    expect(spanNamed("exec.invoke").kind).toBe(SpanKind.INTERNAL);
  });

  it.each([
    ["another version's form", `00-${traceId}-${spanId}-01-more`],
    ["version ff", `ff-${traceId}-${spanId}-01`],
    ["upper case", traceparent.toUpperCase()],
    ["no trace", `00-${"0".repeat(32)}-${spanId}-01`],
    ["no span", `00-${traceId}-${"0".repeat(16)}-01`],
    ["two headers", `${traceparent}, ${traceparent}`],
    ["a text", "hunter2"],
    ["nothing", ""],
  ])("is not that of a traceparent with %s", (_, malformed) => {
    expect(parentOf({ traceparent: malformed }).parent).toBeUndefined();
  });

  it("is that of a later version's traceparent, with what it says more", () => {
    expect(parentOf({ traceparent: `01-${traceId}-${spanId}-01-more` }).traceId).toBe(traceId);
  });

  it.each(["0".repeat(32), traceId.toUpperCase(), `${traceId}0`, "hunter2", ""])(
    "is not that of the OrchTraceId %s",
    (malformed) => {
      expect(parentOf({ "orch-trace-id": malformed }, malformed).parent).toBeUndefined();
    },
  );

  it("keeps what traceparent says about sampling", () => {
    const exchange = exchangeOf({ traceparent: `00-${traceId}-${spanId}-00` });
    expect(exchange.traceId).toBe(traceId);
    expect(telemetry.runStarted(run, exchange).traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
    exchange.ended({ status: 200 });
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it("has a span where an OrchTraceId ends in zeros", () => {
    const odd = `${"1".repeat(16)}${"0".repeat(16)}`;
    expect(parentOf({ "orch-trace-id": odd }).traceId).toBe(odd);
  });
});

describe("a run that is resumed", () => {
  it("goes on in its trace, with a link to the span that was lost", () => {
    const exchange = exchangeOf({ traceparent });
    const kept = telemetry.runStarted(run, exchange).traceparent;
    exchange.ended({ status: 200 });
    telemetry.runResumed({ ...run, traceparent: kept }).ended(runEnd);
    const span = spanNamed("run invoke");
    const lost = kept?.split("-")[2];
    expect(span.spanContext().traceId).toBe(traceId);
    expect(span.parentSpanContext).toMatchObject({ spanId: lost, isRemote: true });
    expect(span.links).toMatchObject([
      { context: { traceId, spanId: lost }, attributes: { "oap.link.type": "resumed" } },
    ]);
  });

  it("begins a trace where none was kept", () => {
    telemetry.runResumed(run).ended(runEnd);
    expect(spanNamed("run invoke")).toMatchObject({ links: [] });
  });

  it("is linked to the exchange that resumed or approved it", () => {
    const running = telemetry.runStarted(run);
    const exchange = exchangeOf({ traceparent });
    running.continued("approved", exchange);
    running.continued("resumed", telemetry.exchangeStarted({}));
    exchange.ended({ status: 200 });
    running.ended(runEnd);
    expect(spanNamed("run invoke").links).toMatchObject([
      { context: { traceId }, attributes: { "oap.link.type": "approved" } },
    ]);
  });

  it("is linked to the run that it tries again", () => {
    const exchange = exchangeOf({});
    telemetry.runStarted({ ...run, traceparent }, exchange).ended(runEnd);
    exchange.ended({ status: 200 });
    const span = spanNamed("run invoke");
    expect(span.spanContext().traceId).toBe(exchange.traceId);
    expect(span.links).toMatchObject([{ context: { traceId, spanId }, attributes: { "oap.link.type": "retried" } }]);
  });
});

describe("what an attempt hands on", () => {
  it("lets a remote module join the trace", () => {
    const exchange = exchangeOf({ traceparent, tracestate: "vendor=1" });
    const running = telemetry.runStarted(run, exchange);
    const trying = running.attemptStarted(attempt);
    const headers = trying.traceHeaders();
    trying.ended({ ok: true });
    const { spanId: own } = spanNamed("attempt image.analyze").spanContext();
    expect(headers).toEqual({
      traceparent: `00-${traceId}-${own}-01`,
      tracestate: "vendor=1",
    });
  });
});

describe("spans", () => {
  it("hold no secrets, wherever callers put them", () => {
    for (const secret of plantedSecrets("spans")) {
      const { text } = secret;
      const exchange = telemetry.exchangeStarted({ traceparent: text, tracestate: `a=${text}`, "orch-trace-id": text });
      exchange.understood({ operation: text, id: text, session_id: text, trace_id: text });
      const second = exchangeOf({ traceparent, tracestate: `vendor=${text}` });
      const running = telemetry.runStarted({ ...run, execution_id: text, plan_id: text, traceparent: text }, second);
      running.attemptDenied({ ...attempt, step_id: text }, "POLICY_DENIED");
      const trying = running.attemptStarted({
        ...attempt,
        step_id: text,
        target: { module_id: text, capability: text, version: "1.0.0" },
      });
      trying.ended({ ok: false, error: { reason: "UNKNOWN", underlying_error: { code: text } } });
      running.ended({ ...runEnd, state: "FAILED", error: { reason: "UNKNOWN", underlying_error: { code: text } } });
      second.ended({ status: 500, code: text });
      exchange.ended({ status: 500, code: text });
      expect(exporter.getFinishedSpans()).toHaveLength(4);
      if (secret.name === undefined) expect(findPlantedSecrets(spansAsJson(), [secret])).toEqual([]);
      exporter.reset();
    }
  });

  it("are named by the semantic conventions where there is a name", () => {
    const published = new Set<unknown>(Object.values(conventions));
    for (const attribute of Object.values(spanAttributes)) {
      expect(attribute.startsWith("oap.") || published.has(attribute), attribute).toBe(true);
    }
  });

  it("never stop the work, whatever the SDK throws", () => {
    const fail = () => {
      throw new Error("the SDK");
    };
    const startSpan = vi.spyOn(provider.getTracer("oap"), "startSpan").mockImplementation(fail);
    const spans = [vi.spyOn(exporter, "export").mockImplementation(fail), startSpan];
    const exchange = exchangeOf({ traceparent });
    const running = telemetry.runStarted(run, exchange);
    expect(running.attemptStarted(attempt).run(() => 1)).toBe(1);
    running.continued("resumed", exchange);
    running.ended(runEnd);
    exchange.ended({ status: 200 });
    expect(startSpan).toHaveBeenCalledTimes(3);
    for (const spy of spans) spy.mockRestore();
  });
});

describe("a log within a span", () => {
  it("names it", () => {
    const lines: string[] = [];
    const logger = createLogger({ destination: { write: (line) => void lines.push(line) } });
    const exchange = exchangeOf({ traceparent });
    exchange.run(() => logger.info("x"));
    exchange.ended({ status: 200 });
    expect(JSON.parse(lines[0]!)).toMatchObject({
      trace_id: traceId,
      span_id: spanNamed("exec.invoke").spanContext().spanId,
    });
  });
});

function spansAsJson(): unknown {
  return exporter.getFinishedSpans().map(({ name, attributes, events, links, status, parentSpanContext, ...span }) => ({
    name,
    attributes,
    events,
    links,
    status,
    contexts: [parentSpanContext, ...links.map((link) => link.context)].map((each) => [
      each,
      each?.traceState?.serialize(),
    ]),
    span,
  }));
}
