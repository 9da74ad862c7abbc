import { context, trace } from "@opentelemetry/api";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterEach, describe, expect, it } from "vitest";
import { createTelemetry } from "./create-telemetry.ts";

/** Where all copies of the API, of whatever version, find what is registered. */
const registered = Symbol.for("opentelemetry.js.api.1");
const globals = globalThis as { [registered]?: object | undefined };

describe("an SDK with its own copy of the API, of a later version", () => {
  afterEach(() => {
    globals[registered] = undefined;
    trace.disable();
    context.disable();
  });

  it("gets the spans, also where it comes later", () => {
    const telemetry = createTelemetry({ version: "1", isCapability: () => true, processMetrics: false });
    telemetry.exchangeStarted({}).ended({ status: 200 });
    const exporter = new InMemorySpanExporter();
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    globals[registered] = { version: "1.10.0", trace: provider };
    const exchange = telemetry.exchangeStarted({});
    exchange.understood({ operation: "exec.invoke", id: "1" });
    const run = telemetry.runStarted({ invocation_id: "inv_1", kind: "invoke", steps: 1 }, exchange);
    run.ended({ state: "COMPLETED", durationMs: 1, steps: [] });
    exchange.ended({ status: 200 });
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(["run invoke", "exec.invoke"]);
    expect(new Set(exporter.getFinishedSpans().map((span) => span.spanContext().traceId))).toEqual(
      new Set([exchange.traceId]),
    );
  });
});
