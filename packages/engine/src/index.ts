export { type Caller, governedContext } from "./caller.ts";
export { EventStream, type EventStreamOptions, type EventSubscription } from "./event-stream.ts";
export type { Exchanged, ExchangeFacts, ExchangeRecorder } from "./exchanges.ts";
export type { ExchangeIdentity } from "./execution-records.ts";
export {
  ExecutionService,
  type ExecutionServiceOptions,
  type RecoveredRun,
} from "./execution-service.ts";
export { queryLedger } from "./ledger-query.ts";
export { type EngineLimits, engineLimits } from "./limits.ts";
export type { Clock, Ids, Log } from "./ports.ts";
export type { PersonalPlaces } from "./redact-payload.ts";
export { Retention, type RetentionLimits, retentionLimits } from "./retention.ts";
export { runStarters } from "./run-answers.ts";
export { systemClock } from "./system-clock.ts";
export { uuidIds } from "./uuid-ids.ts";
export type { WorkExchange } from "./work-path.ts";
