import type { ExecutionErrorInfo, JsonObject } from "@oap/protocol";

/**
 * What happened outside of the machine, and nothing else: only these are journaled, and folding them from `initialRun` gives the
 * state again. `at` is the driver's clock in milliseconds since the epoch. An event's payload is never changed once it was given.
 */
export type RunEvent =
  | {
      readonly type: "run.accepted";
      readonly at: number;
      readonly deadline_at: number;
      /** Steps that an earlier run of the same plan completed: they are COMPLETED here from the start, with their outputs. */
      readonly reused?: readonly { readonly step_id: string; readonly output: JsonObject }[];
    }
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
      /** The driver has not made the attempt, which was just issued: it was refused in the same transaction. */
      readonly refused?: true;
      /** Of an attempt that was held: until when the run may take now. Nobody need be waited for that is not asked any more. */
      readonly deadline_at?: number;
    }
  /** The wait before `attempt` is over. */
  | { readonly type: "step.retry_due"; readonly at: number; readonly step_id: string; readonly attempt: number }
  /** The attempt that was just issued must wait for a human; the driver has not made it. The deadline makes room for that. */
  | {
      readonly type: "step.held";
      readonly at: number;
      readonly step_id: string;
      readonly attempt: number;
      readonly deadline_at: number;
      /** It was issued in an earlier transaction, and waited for its turn while the policies changed. */
      readonly late?: true;
    }
  /** The attempt that was held may be made. One that must not be made is reported by `step.failed`. */
  | {
      readonly type: "step.released";
      readonly at: number;
      readonly step_id: string;
      readonly attempt: number;
      readonly deadline_at: number;
    }
  /** Nothing new starts until `run.resume_requested`; what is running goes on. */
  | { readonly type: "run.pause_requested"; readonly at: number }
  | { readonly type: "run.resume_requested"; readonly at: number }
  | { readonly type: "run.cancel_requested"; readonly at: number; readonly reason?: string }
  | { readonly type: "run.deadline_reached"; readonly at: number }
  /** A turn has passed since a `continue`: what the events before led to goes on. */
  | { readonly type: "run.continued"; readonly at: number }
  /** The process died and started again: nobody knows how the attempts ended that were running. */
  | { readonly type: "run.recovered"; readonly at: number };

export type RunEventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;
