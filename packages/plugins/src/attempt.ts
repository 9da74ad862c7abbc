import type { ExecutionErrorInfo, JsonObject, JsonValue } from "@oap/protocol";

/** One attempt of one step, as the engine asks for it. */
export interface AttemptRequest {
  /** The version is exact: it was chosen when the plan was compiled. */
  readonly target: { readonly module_id: string; readonly capability: string; readonly version: string };
  readonly input: JsonValue;
  /** Counts from 1. */
  readonly attempt: number;
  /** The same for every attempt of one step. */
  readonly idempotency_key: string;
  /** How long the plugin may take, in milliseconds; waiting for a free slot does not count. */
  readonly timeout_ms: number;
  /** The trace that the work belongs to, if any: 32 lower-case hexadecimal digits. */
  readonly trace_id?: string | undefined;
  /** The headers by which whatever is called joins the trace: `traceparent` and `tracestate`. Default: none. */
  readonly traceHeaders?: () => Readonly<Record<string, string>>;
  /** Aborts when the attempt is no longer wanted. */
  readonly signal: AbortSignal;
  /** Asked of an attempt that had to wait for a slot, when it has one: false where it must not be made any more. Default: it may. */
  readonly mayBegin?: () => boolean;
}

export type AttemptOutcome =
  | { readonly ok: true; readonly output: JsonObject }
  | {
      readonly ok: false;
      /** Public. Its `details` hold the error envelope of the execution governance document without `_internal`. */
      readonly error: ExecutionErrorInfo;
      /** Whether another attempt may be made: the failure may pass, and the capability is idempotent or nothing has happened. */
      readonly retryable: boolean;
      readonly timed_out?: boolean;
      readonly cancelled?: boolean;
    };
