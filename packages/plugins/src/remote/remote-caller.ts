import type { ExecInvokeResultSync, ExecTarget, JsonValue } from "@oap/protocol";

/** One attempt of a capability elsewhere. */
export interface RemoteCall {
  readonly endpoint: URL;
  readonly target: Required<ExecTarget>;
  readonly input: JsonValue;
  /** Identifies the exchange: a module that keeps to the protocol runs what has the same one once. */
  readonly exchangeId: string;
  /** The same for every attempt of one step. */
  readonly idempotencyKey: string;
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string | undefined;
  /** `traceparent` and `tracestate`, where there is a trace. */
  readonly traceHeaders: Readonly<Record<string, string>>;
  /** How long the work may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the call, and what it is known to have started. */
  readonly signal: AbortSignal;
}

/** How capabilities elsewhere are reached. Everything outside the process is behind it. */
export interface RemoteCaller {
  /**
   * Resolves with how the work ended: its state is terminal. Rejects with the OapError that was answered, with NoAnswer where there was no
   * answer that can be read, or with the reason of the signal.
   */
  call(call: RemoteCall): Promise<ExecInvokeResultSync>;
}

export type NoAnswerReason =
  /** The address is not one that may be called; nothing was sent. */
  | "not_allowed"
  /** There was no connection; nothing was sent. */
  | "not_connected"
  /** The connection broke before the answer was there. */
  | "broken"
  /** What came is no answer to what was sent. */
  | "unreadable";

/** Why there is no answer. The message follows the module's name, and is public; the cause is not. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
  readonly reason: NoAnswerReason;
  /** A system's or a library's code, such as `ECONNREFUSED`. */
  readonly code: string | undefined;
  /** Whether the same call may be answered later. */
  readonly retryable: boolean;

  constructor(
    reason: NoAnswerReason,
    message: string,
    options: { readonly code?: string | undefined; readonly retryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
    this.code = options.code;
    this.retryable = options.retryable ?? reason !== "not_allowed";
  }
}
