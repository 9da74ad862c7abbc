import type { ExecutionAttempt, ExecutionMarker } from "@oap/protocol";
import type { RunEnd } from "./bounded-run.ts";
import { ExecutorFailure } from "./executor.ts";

export interface AttemptError extends Required<Pick<ExecutionAttempt, "error_type" | "error_code">> {
  readonly marker: ExecutionMarker;
  readonly retryable: boolean;
}

/**
 * What is told about an attempt that did not succeed. INV-EXE-3, INV-EXE-5: an exception is told by its class and a code; its message,
 * which may hold secrets or personal data, is not.
 */
export function attemptError(end: Exclude<RunEnd, { kind: "returned" }>): AttemptError {
  switch (end.kind) {
    case "timed_out":
      // While an abandoned executor still runs, another attempt would run beside it.
      return end.abandoned === undefined
        ? { error_type: "TimeoutError", error_code: "timeout", marker: "timeout", retryable: true }
        : { error_type: "TimeoutError", error_code: "timeout", marker: "abandoned", retryable: false };
    case "aborted":
      return { error_type: "AbortError", error_code: "aborted", marker: "aborted", retryable: false };
    case "threw":
      return thrownError(end.thrown);
  }
}

function thrownError(thrown: unknown): AttemptError {
  try {
    if (thrown instanceof ExecutorFailure) {
      const error_code = /^[a-z][a-z0-9_]{0,63}$/.test(thrown.code) ? thrown.code : "executor_failed";
      return { error_type: "ExecutorFailure", error_code, marker: "refused", retryable: thrown.retryable };
    }
    return exception(errorClassName(thrown));
  } catch {
    // A getter of what was thrown throws in its turn.
    return exception("Error");
  }
}

function exception(error_type: string): AttemptError {
  return { error_type, error_code: "execution_exception", marker: "exception", retryable: true };
}

/** The name of an exception's class. A name can be set to any text, so that only what looks like one is repeated. */
function errorClassName(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "NotAnError";
  return /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(thrown.name) ? thrown.name : "Error";
}
