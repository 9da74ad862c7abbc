import { redactExecutionLog, redactText } from "@oap/orchestrator";
import type { ExecutionFailureReason, JsonObject, OrchError, PluginErrorType } from "@oap/protocol";
import { bounds, type ErrorCode, errorCodes } from "@oap/protocol";
import { copyJson } from "./copy-json.ts";
import { isPluginError } from "./plugin-error.ts";

/** Why an attempt failed, as the stages of ToolRunner throw it. Everything but `cause` and `stack` is public. */
export class AttemptFailure extends Error {
  override readonly name = "AttemptFailure";
  readonly type: PluginErrorType;
  readonly reason: ExecutionFailureReason;
  /** Whether trying again can help, apart from what the first attempt may have done. */
  readonly retryable: boolean;
  /** Whether the attempt certainly changed nothing. */
  readonly nothingHappened: boolean;
  readonly details: JsonObject;
  /** A code of this control plane, or an error as another one answered it. */
  readonly underlying: ErrorCode | OrchError | undefined;
  readonly ended: "failed" | "timed_out" | "cancelled";

  constructor(
    type: PluginErrorType,
    reason: ExecutionFailureReason,
    message: string,
    options: {
      readonly retryable?: boolean;
      readonly nothingHappened?: boolean;
      readonly details?: JsonObject;
      readonly underlying?: ErrorCode | OrchError;
      readonly ended?: "failed" | "timed_out" | "cancelled";
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.type = type;
    this.reason = reason;
    this.retryable = options.retryable ?? false;
    this.nothingHappened = options.nothingHappened ?? false;
    this.details = options.details ?? {};
    this.underlying = options.underlying;
    this.ended = options.ended ?? "failed";
  }

  underlyingError(): OrchError | undefined {
    if (typeof this.underlying !== "string") return this.underlying;
    const { meaning, retryable } = errorCodes[this.underlying];
    return { code: this.underlying, message: meaning, retryable };
  }
}

/** Public messages of plugins are cut off here, in UTF-16 code units. */
export const publicMessageLengthMax = 2000;
const publicDetailsLimits = { depthMax: 16, bytesMax: 64 * 1024 };

/**
 * Turns whatever was thrown into a failure. The message of an exception that is not a PluginError stays inside: it may
 * hold secrets or personal data; only its class is named.
 */
export function attemptFailure(thrown: unknown): AttemptFailure {
  try {
    return describe(thrown);
  } catch {
    // A getter of what was thrown throws in its turn.
    return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", "The plugin failed, and its error cannot be read.");
  }
}

function describe(thrown: unknown): AttemptFailure {
  if (thrown instanceof AttemptFailure) return thrown;
  if (isPluginError(thrown)) {
    return new AttemptFailure(
      thrown.reason === "VALIDATION_ERROR" ? "ValidationError" : "PluginError",
      thrown.reason,
      publicMessage(thrown.message, "The plugin failed without saying why."),
      {
        retryable: thrown.retryable,
        nothingHappened: thrown.nothingHappened,
        details: publicDetails(thrown.details),
        cause: thrown,
      },
    );
  }
  const thrownClass = className(thrown);
  return new AttemptFailure("ExecutionError", "RUNTIME_ERROR", `The plugin failed with ${thrownClass}.`, {
    details: { error_type: thrownClass },
    cause: thrown,
  });
}

/** A message that comes from a plugin or a module, as it may be shown: without secrets; the other text where it is empty. */
export function publicMessage(message: string, otherwise: string): string {
  return redactText(message).slice(0, publicMessageLengthMax).toWellFormed() || otherwise;
}

/** Details that come from a plugin or a module, as they may be shown: without secrets; none where they are too much. */
export function publicDetails(details: unknown): JsonObject {
  const copied = copyJson(details ?? {}, publicDetailsLimits);
  return copied.ok && isObject(copied.value) ? (redactExecutionLog(copied.value) as JsonObject) : {};
}

function className(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "a value that is not an Error";
  // A name can be set to any text, so that only what looks like one is repeated.
  return /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(thrown.name) ? thrown.name : "Error";
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Inputs and outputs obey the bounds of a body. */
export const payloadLimits = { depthMax: bounds.jsonDepthMax, bytesMax: bounds.bodyBytesMax };
