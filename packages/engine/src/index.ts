export type { Caller } from "./caller.ts";
export type { ExchangeIdentity } from "./execution-records.ts";
export { ExecutionService, type ExecutionServiceOptions, type RecoveredRun } from "./execution-service.ts";
export { type EngineLimits, engineLimits } from "./limits.ts";
export type { Clock, Ids, Log } from "./ports.ts";
export { systemClock } from "./system-clock.ts";
export { uuidIds } from "./uuid-ids.ts";
