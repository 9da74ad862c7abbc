/**
 * Prints what each call costs, as a Markdown table: `node --conditions=source packages/telemetry/src/measure-cost.ts`. With
 * `--sdk` a tracing SDK is registered that records every span.
 */
import { trace } from "@opentelemetry/api";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { createLogger } from "./create-logger.ts";
import { createTelemetry } from "./create-telemetry.ts";

const rounds = 7;
const repetitions = 100_000;

const telemetry = createTelemetry({ version: "1", isCapability: () => true, processMetrics: false });
if (process.argv.includes("--sdk")) trace.setGlobalTracerProvider(new BasicTracerProvider());
const headers = { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" };
const facts = { operation: "exec.invoke", id: "req_01890a5d-ac96-774b-bcce-b302099a8057" };
const run = { invocation_id: "inv_01890a5d-ac96-774b-bcce-b302099a8057", kind: "invoke", steps: 1 } as const;
const end = { state: "COMPLETED", durationMs: 5, steps: [{ state: "COMPLETED" }] } as const;
const target = { module_id: "image", capability: "analyze", version: "1.0.0" };
const attempt = { target, step_id: "invoke", attempt: 1 };
const failure = { ...attempt, idempotency_key: `sha256:${"0a".repeat(32)}`, reason: "RUNTIME_ERROR" };
const running = telemetry.runStarted(run);
const logger = createLogger({ destination: { write: () => {} } });
const error = new RangeError("The disk is full.");

const works: readonly (readonly [string, () => void])[] = [
  ["an exchange: started, understood, ended", () => exchange({})],
  ["the same with a `traceparent`", () => exchange(headers)],
  ["a run: started, ended", () => telemetry.runStarted(run).ended(end)],
  ["an attempt: started, run, ended", () => attempted()],
  ["`storeCommitted`", () => telemetry.storeCommitted({ ok: true, works: 12, durationMs: 0.3 })],
  ["`policyDecided`", () => telemetry.policyDecided("ALLOW")],
  ["a log below its level", () => logger.debug(failure, "an attempt failed")],
  ["a log of a message", () => logger.info("the control plane listens")],
  ["a log of a failed attempt", () => logger.info(failure, "an attempt failed")],
  ["a log of an exception", () => logger.error(error)],
];

console.log("| what | µs |\n| --- | --- |");
for (const [name, work] of works) {
  const measured = Array.from({ length: rounds + 1 }, () => microsecondsOf(work)).slice(1);
  const median = measured.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  console.log(`| ${name} | ${median.toFixed(2)} |`);
}

function exchange(traceHeaders: object): void {
  const started = telemetry.exchangeStarted(traceHeaders);
  started.understood(facts);
  started.ended({ status: 200 });
}

function attempted(): void {
  const started = running.attemptStarted(attempt);
  started.run(() => 1);
  started.ended({ ok: true });
}

function microsecondsOf(work: () => void): number {
  const start = performance.now();
  for (let count = 0; count < repetitions; count += 1) work();
  return ((performance.now() - start) * 1000) / repetitions;
}
