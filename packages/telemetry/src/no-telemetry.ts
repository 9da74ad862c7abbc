import type { AttemptTelemetry, ExchangeTelemetry, RunTelemetry, Telemetry } from "./telemetry.ts";

const nothing = (): void => {};

const noAttempt: AttemptTelemetry = Object.freeze({
  run: <T>(work: () => T) => work(),
  traceHeaders: () => ({}),
  ended: nothing,
});

const noRun: RunTelemetry = Object.freeze({
  traceId: undefined,
  traceparent: undefined,
  attemptStarted: () => noAttempt,
  attemptDenied: nothing,
  continued: nothing,
  ended: nothing,
  withdrawn: nothing,
  givenUp: nothing,
});

/** Nobody watches the exchange; where a library wants one and there is none. */
export const noExchange: ExchangeTelemetry = Object.freeze({
  understood: nothing,
  traceId: undefined,
  span: undefined,
  run: <T>(work: () => T) => work(),
  ended: nothing,
});

/** Nobody watches: the default wherever a Telemetry can be given. */
export const noTelemetry: Telemetry = Object.freeze({
  exchangeStarted: () => noExchange,
  runStarted: () => noRun,
  runResumed: () => noRun,
  rateLimited: nothing,
  queueRejected: nothing,
  policyDecided: nothing,
  policyFailed: nothing,
  approvalEnded: nothing,
  storeCommitted: nothing,
  journalFailed: nothing,
  resultDropped: nothing,
  subscriberDropped: nothing,
  watch: nothing,
  metrics: async () => "",
  metricsContentType: "text/plain; version=0.0.4; charset=utf-8",
});
