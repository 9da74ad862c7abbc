import { type ErrorCode, errorCodes, type OapError } from "@oap/protocol/errors";
import type { JsonValue, OrchErrorEnvelope, OrchMeta, OrchSuccessEnvelope } from "@oap/protocol/types";
import { memberAt } from "./member-at.ts";
import type { Operation } from "./read-envelope.ts";

/** What is known of an exchange so far; reading it fills this in, so that any failure is answered with the most that is known. */
export interface AnswerContext {
  id: string;
  envelopeType: string;
  caller?: string | undefined;
  sessionId?: string | undefined;
  traceId?: string | undefined;
  readonly moduleId: string;
  readonly now: () => number;
}

export interface Answer {
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly envelope: OrchSuccessEnvelope | OrchErrorEnvelope;
}

/** Seconds after which a caller that was turned away for want of room may try again. */
const retryAfterSeconds = "1";

export function answerSuccess(context: AnswerContext, operation: Operation, result: JsonValue): Answer {
  return {
    status: 200,
    headers: { ...commonHeaders(context), ...resultHeaders(operation, result) },
    envelope: { ...envelopeBase(context), result },
  };
}

export function answerError(context: AnswerContext, error: OapError): Answer {
  const headers = commonHeaders(context);
  if (error.code === "RATE_LIMITED" || error.code === "OVERLOADED") headers["Retry-After"] = retryAfterSeconds;
  return {
    status: error.httpStatus ?? 500,
    headers,
    envelope: { ...envelopeBase(context), error: error.toOrchError() },
  };
}

/** The JSON-RPC integer of a code. */
export function jsonRpcCode(code: string): number {
  return Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].jsonRpc : errorCodes.INTERNAL.jsonRpc;
}

function envelopeBase(context: AnswerContext) {
  const meta: OrchMeta = { timestamp: new Date(context.now()).toISOString() };
  if (context.sessionId !== undefined) meta.session_id = context.sessionId;
  if (context.traceId !== undefined) meta.trace_id = context.traceId;
  if (context.caller !== undefined) meta.caller = context.caller;
  return { jsonrpc: "2.0" as const, id: context.id, envelope_type: context.envelopeType, _meta: meta };
}

function commonHeaders(context: AnswerContext): Record<string, string> {
  return {
    "Cache-Control": "no-store",
    "Orch-Id": context.id,
    "Orch-Module-Id": context.moduleId,
    ...(context.sessionId !== undefined && { "Orch-Session-Id": context.sessionId }),
    ...(context.traceId !== undefined && { "Orch-Trace-Id": context.traceId }),
    ...(context.caller !== undefined && { "Orch-Caller": context.caller }),
  };
}

/** The response headers that repeat a member of the result, such as the invocation's identifier. */
function resultHeaders(operation: Operation, result: JsonValue): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, counterpart } of operation.responseHeaders) {
    if (counterpart === undefined || !counterpart.startsWith("/result/")) continue;
    const member = memberAt({ result }, counterpart);
    if (member !== undefined && member !== null && typeof member !== "object") found[name] = String(member);
  }
  return found;
}
