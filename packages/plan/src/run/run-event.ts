import type { ExecutionErrorInfo, JsonObject } from "@oap/protocol";

/**
 * What happened outside of the machine, and nothing else: only these are journaled, and folding them from `initialRun` gives the
 * state again. `at` is the driver's clock in milliseconds since the epoch. An event's payload is never changed once it was given.
 */
export type RunEvent =
  | { readonly type: "run.accepted"; readonly at: number; readonly deadline_at: number }
  | {
      readonly type: "step.succeeded";
      readonly at: number;
      readonly step_id: string;
      readonly attempt: number;
      readonly output: JsonObject;
    }
  | {
      readonly type: "step.failed";
      readonly at: number;
      readonly step_id: string;
      readonly attempt: number;
      readonly error: ExecutionErrorInfo;
      /** Whether another attempt may help and can do no harm; ToolRunner knows. */
      readonly retryable: boolean;
      readonly timed_out?: boolean;
    }
  /** The wait before `attempt` is over. */
  | { readonly type: "step.retry_due"; readonly at: number; readonly step_id: string; readonly attempt: number }
  | { readonly type: "run.cancel_requested"; readonly at: number; readonly reason?: string }
  | { readonly type: "run.deadline_reached"; readonly at: number }
  /** The process died and started again: nobody knows how the attempts ended that were running. */
  | { readonly type: "run.recovered"; readonly at: number };

export type RunEventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;
