import { ExecutionTurns } from "./execution-turns.ts";
import { RateWindows } from "./rate-windows.ts";

/** What executions share that are limited together. Make one for all that must stay within one policy's limits. */
export class ExecutionLimits {
  readonly rates = new RateWindows();
  readonly turns = new ExecutionTurns();
}
