import {
  type ErrorCode,
  type ExecInvokeResultSync,
  type ExecutionErrorInfo,
  type ExecutionFailureReason,
  isErrorCode,
  type JsonObject,
  OapError,
  type OrchError,
} from "@oap/protocol";
import { AttemptFailure, publicDetails, publicMessage } from "../attempt-failure.ts";
import { NoAnswer } from "./remote-caller.ts";

/** What a call that was not answered with a result is as a failure of the attempt; undefined if it is none of the module's. */
export function failureOfCall(moduleId: string, thrown: unknown): AttemptFailure | undefined {
  if (thrown instanceof NoAnswer) return unanswered(moduleId, thrown);
  return thrown instanceof OapError ? refused(moduleId, thrown) : undefined;
}

/** What work that was accepted and did not complete is as a failure of the attempt. */
export function failureOfWork(moduleId: string, { invocation_id, state, error }: ExecInvokeResultSync): AttemptFailure {
  const { reason, message, details, underlying_error: underlying } = error ?? withoutError(state);
  const isPassing = underlying?.retryable ?? reason === "UPSTREAM_UNAVAILABLE";
  return new AttemptFailure(
    reason === "VALIDATION_ERROR" ? "ValidationError" : "PluginError",
    // The module's dependencies are no step of this plan.
    reason === "DEPENDENCY_FAILURE" ? "RUNTIME_ERROR" : reason,
    publicMessage(message, `Module "${moduleId}" failed without saying why.`),
    {
      retryable: state === "TIMED_OUT" || (!terminal.has(reason) && isPassing),
      details: publicDetails({ invocation_id, state, ...(details && { remote: details }) }),
      ...(underlying && { underlying: publicError(underlying) }),
      ...(state === "TIMED_OUT" && { underlying: underlying ? publicError(underlying) : "DEADLINE_EXCEEDED" }),
      ended: state === "TIMED_OUT" ? "timed_out" : "failed",
    },
  );
}

/** Trying again does not help against these. */
const terminal: ReadonlySet<ExecutionFailureReason> = new Set([
  "VALIDATION_ERROR",
  "POLICY_DENIED",
  "CONSTRAINT_VIOLATION",
]);

function withoutError(state: string): ExecutionErrorInfo {
  switch (state) {
    case "TIMED_OUT":
      return { reason: "RUNTIME_ERROR", message: "The module's time for it was over." };
    case "CANCELLED":
      return { reason: "RUNTIME_ERROR", message: "The work was cancelled where it ran." };
    default:
      return { reason: "RUNTIME_ERROR", message: "" };
  }
}

function unanswered(moduleId: string, failure: NoAnswer): AttemptFailure {
  const { reason, message, code, retryable } = failure;
  const isDenied = reason === "not_allowed";
  return new AttemptFailure(
    "ExecutionError",
    isDenied ? "POLICY_DENIED" : "UPSTREAM_UNAVAILABLE",
    `Module "${moduleId}" ${message}.`,
    {
      retryable,
      nothingHappened: isDenied || reason === "not_connected",
      details: code === undefined ? {} : { code },
      underlying: isDenied ? "POLICY_DENIED" : "UPSTREAM_UNAVAILABLE",
      cause: failure,
    },
  );
}

function refused(moduleId: string, error: OapError): AttemptFailure {
  const { reason, isBeforeWork } = isErrorCode(error.code) ? refusals[error.code] : unknownRefusal;
  const said = publicMessage(error.message, error.code);
  return new AttemptFailure(
    reason === "VALIDATION_ERROR" ? "ValidationError" : "PluginError",
    reason,
    publicMessage(`Module "${moduleId}" refused the call: ${said}`, ""),
    {
      retryable: !terminal.has(reason) && error.retryable,
      nothingHappened: isBeforeWork,
      details: publicDetails({ code: error.code, ...(error.details && { remote: error.details }) }),
      underlying: publicError(error.toOrchError()),
      cause: error,
    },
  );
}

/** The error as it was answered, within the bounds of what may be passed on. */
function publicError({ code, message, details, retryable }: OrchError): OrchError {
  const bounded: JsonObject | undefined = details && publicDetails(details);
  return {
    code,
    message: publicMessage(message, code),
    ...(bounded && { details: bounded }),
    ...(retryable !== undefined && { retryable }),
  };
}

interface Refusal {
  readonly reason: ExecutionFailureReason;
  /** Whether whoever answers with it has certainly not begun with the work. */
  readonly isBeforeWork: boolean;
}

const unavailable: Refusal = { reason: "UPSTREAM_UNAVAILABLE", isBeforeWork: true };
const unclear: Refusal = { reason: "UPSTREAM_UNAVAILABLE", isBeforeWork: false };
const invalid: Refusal = { reason: "VALIDATION_ERROR", isBeforeWork: true };
const denied: Refusal = { reason: "POLICY_DENIED", isBeforeWork: true };
/** A later version's code: nothing is known about it. */
const unknownRefusal = unclear;

/** What an error that a module answers to `exec.invoke` means here. An exchange that fails has started nothing, unless its code leaves that open. */
const refusals: Readonly<Record<ErrorCode, Refusal>> = {
  PARSE_ERROR: unavailable,
  INVALID_ENVELOPE: unavailable,
  UNKNOWN_ENVELOPE_TYPE: unavailable,
  INVALID_PARAMS: invalid,
  INTERNAL: unclear,
  HEADER_MISMATCH: unavailable,
  UNSUPPORTED_MEDIA_TYPE: unavailable,
  NOT_ACCEPTABLE: unavailable,
  PAYLOAD_TOO_LARGE: invalid,
  UNAUTHENTICATED: denied,
  FORBIDDEN: denied,
  POLICY_DENIED: denied,
  CONSTRAINT_VIOLATION: { reason: "CONSTRAINT_VIOLATION", isBeforeWork: true },
  KILL_SWITCH_ACTIVE: denied,
  RATE_LIMITED: unavailable,
  // A control plane that closes while a SYNC caller waits answers with it too, and goes on with the work later.
  OVERLOADED: unclear,
  UPSTREAM_UNAVAILABLE: unclear,
  DEADLINE_EXCEEDED: unclear,
  // The identifier was used for other work, which may have been an earlier try of this attempt.
  ID_CONFLICT: unclear,
  PLAN_NOT_READY: unavailable,
  STATE_CONFLICT: unclear,
  LEDGER_CONFLICT: unavailable,
  MODULE_NOT_FOUND: unavailable,
  CAPABILITY_NOT_FOUND: unavailable,
  VERSION_NOT_FOUND: unavailable,
  INVOCATION_NOT_FOUND: unclear,
  PLAN_NOT_FOUND: unavailable,
  EXECUTION_NOT_FOUND: unavailable,
  INTENT_NOT_FOUND: unavailable,
  STEP_NOT_FOUND: unavailable,
  APPROVAL_NOT_FOUND: unavailable,
  SESSION_NOT_FOUND: unavailable,
  NOT_A_PLAN: unavailable,
  INVALID_PLAN: invalid,
  PLANNER_UNAVAILABLE: unavailable,
  INVALID_CAPABILITY: unavailable,
  NOT_IMPLEMENTED: unavailable,
};
