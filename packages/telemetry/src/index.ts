export type { IsCapability } from "./capability-labels.ts";
export { createLogger, type LoggerOptions } from "./create-logger.ts";
export { createTelemetry, type TelemetryOptions } from "./create-telemetry.ts";
export { noExchange, noTelemetry } from "./no-telemetry.ts";
export type { LedgerReading, Readings, WaitingQueue } from "./readings.ts";
export type {
  ApprovalOutcome,
  AttemptEnd,
  AttemptFacts,
  AttemptTelemetry,
  BoundedQueue,
  ExchangeFacts,
  ExchangeTelemetry,
  Failure,
  RunEnd,
  RunFacts,
  RunTelemetry,
  StoreCommit,
  Telemetry,
} from "./telemetry.ts";
export type { TraceHeaders } from "./trace-context.ts";
