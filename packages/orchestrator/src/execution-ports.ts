import type { RunSettled } from "./bounded-run.ts";
import type { ExecutionClock } from "./execution-clock.ts";
import type { ExecutionLimits } from "./execution-limits.ts";
import type { ExecutionRecords } from "./execution-records.ts";

/** What comes in from outside. Everything else that `execute` does is decided by its inputs. */
export interface ExecutionPorts {
  readonly clock: ExecutionClock;
  /** Withdraws the execution: a running attempt is aborted, and there is no other. */
  readonly signal?: AbortSignal;
  /** Needed by a policy with `rate_limit` or `concurrency`; shared by the executions that are limited together. */
  readonly limits?: ExecutionLimits;
  /** Needed by a policy that turns idempotency on; shared by the executions that must not run twice. */
  readonly records?: ExecutionRecords;
  /** Hears of an executor that did not stop when it was told to; `ended` settles when it does, and never rejects. */
  readonly onAbandoned?: (ended: Promise<RunSettled>) => void;
  /** Hears of an executor that ended after its attempt was over; what it returned was dropped. */
  readonly onLateEnd?: (ended: RunSettled) => void;
}
