import type { ActionDescriptor, ExecutionErrorInfo, ExecutionState, JsonValue } from "@oap/protocol";
import type { CompiledTarget } from "../compile/compiled-plan.ts";

/** What the driver must do after it has committed the event to disk, in the order given. */
export type RunCommand =
  | {
      readonly type: "start_attempt";
      readonly step_id: string;
      readonly attempt: number;
      readonly target: CompiledTarget;
      readonly action?: ActionDescriptor;
      readonly input: JsonValue;
      readonly idempotency_key: string;
      /** How long the attempt may take, in milliseconds: never beyond the run's deadline. */
      readonly timeout_ms: number;
    }
  /** Journal `step.retry_due` with this attempt at `until`, in milliseconds since the epoch. */
  | { readonly type: "wait"; readonly step_id: string; readonly attempt: number; readonly until: number }
  /** Abort the attempt; its outcome no longer matters. */
  | {
      readonly type: "abort_attempt";
      readonly step_id: string;
      readonly attempt: number;
      readonly reason: "cancelled" | "deadline" | "fail_fast";
    }
  /** Give others their turn, and then journal `run.continued`: there is more to decide or to start than one transition may. */
  | { readonly type: "continue" }
  /** The run has ended; always the last command. Waits that are still open are void. */
  | {
      readonly type: "finish";
      readonly state: ExecutionState;
      readonly output?: JsonValue;
      readonly error?: ExecutionErrorInfo;
    };
