import type { ExecutionFailureReason, JsonObject } from "@oap/protocol";

/** The reasons that a plugin can give. Denials and dependencies are the control plane's to state. */
export type PluginFailureReason = Extract<
  ExecutionFailureReason,
  "RUNTIME_ERROR" | "VALIDATION_ERROR" | "CONSTRAINT_VIOLATION" | "UPSTREAM_UNAVAILABLE"
>;

export interface PluginErrorOptions {
  /** Defaults to `RUNTIME_ERROR`. */
  readonly reason?: PluginFailureReason;
  /** Whether the same attempt may succeed later. Defaults to false; never true for validation errors and constraint violations. */
  readonly retryable?: boolean;
  /** Whether the attempt certainly changed nothing, so that even a capability that is not idempotent may be retried. Defaults to false. */
  readonly nothingHappened?: boolean;
  /** Public, like the message. */
  readonly details?: JsonObject;
  /** Private: it is logged and never leaves the process. */
  readonly cause?: unknown;
}

/** The same in every copy of this package: a plugin may bring one of its own, whose class `instanceof` does not know. */
const brand = Symbol.for("@oap/plugins/PluginError");

/**
 * What a plugin throws to say why it failed. The message and the details are public: they reach the caller, without what looks like a
 * secret or is named like one.
 * The message of any other exception stays inside.
 */
export class PluginError extends Error {
  override readonly name = "PluginError";
  readonly reason: PluginFailureReason;
  readonly retryable: boolean;
  readonly nothingHappened: boolean;
  readonly details: JsonObject | undefined;
  readonly [brand] = true;

  constructor(message: string, options: PluginErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.reason = options.reason ?? "RUNTIME_ERROR";
    const terminal = this.reason === "VALIDATION_ERROR" || this.reason === "CONSTRAINT_VIOLATION";
    this.retryable = !terminal && (options.retryable ?? false);
    this.nothingHappened = options.nothingHappened ?? false;
    this.details = options.details;
  }
}

export function isPluginError(value: unknown): value is PluginError {
  return typeof value === "object" && value !== null && brand in value;
}
