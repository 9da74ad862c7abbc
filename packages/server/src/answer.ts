import { type GovernanceDecision, governanceHeaders } from "@oap/governance";
import { retryAfter } from "@oap/identity";
import { type ErrorCode, errorCodes, type OapError } from "@oap/protocol/errors";
import type { JsonValue, LedgerEntry, OrchErrorEnvelope, OrchMeta, OrchSuccessEnvelope } from "@oap/protocol/types";
import type { ExchangeTelemetry } from "@oap/telemetry";
import { deprecationHeaders } from "./deprecation-headers.ts";
import { memberAt } from "./member-at.ts";
import type { Operation } from "./read-envelope.ts";

/** What is known of an exchange so far; reading it fills this in, so that any failure is answered with the most that is known. */
export interface AnswerContext {
  id: string;
  envelopeType: string;
  caller?: string | undefined;
  sessionId?: string | undefined;
  traceId?: string | undefined;
  /** The ledger's entry of this exchange. */
  entry?: Pick<LedgerEntry, "event_hash" | "prev_event_hash" | "ledger_anchor"> | undefined;
  /** What governance decided about the work. */
  decision?: Pick<GovernanceDecision, "policy_binding_id" | "decision" | "risk"> | undefined;
  /** The operation that was asked for; absent where none was understood. */
  operation?: Operation | undefined;
  /** Whether the path names the operation, and takes no other. */
  readonly atOwnPath: boolean;
  readonly moduleId: string;
  readonly now: () => number;
  readonly telemetry: ExchangeTelemetry;
}

export interface Answer {
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly envelope: OrchSuccessEnvelope | OrchErrorEnvelope;
}

export function answerSuccess(context: AnswerContext, operation: Operation, result: JsonValue): Answer {
  return {
    status: 200,
    headers: { ...commonHeaders(context), ...resultHeaders(operation, result) },
    envelope: { ...envelopeBase(context), result },
  };
}

export function answerError(context: AnswerContext, error: OapError): Answer {
  const wait = retryAfter(error);
  return {
    status: error.httpStatus ?? 500,
    headers: {
      ...commonHeaders(context),
      ...refusalHeaders(error),
      ...(wait !== undefined && { "Retry-After": wait }),
      // RFC 9110, 11.6.1: whoever is asked for a credential is told of which kind.
      ...(error.httpStatus === 401 && { "WWW-Authenticate": "Bearer" }),
    },
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
    ...deprecationHeadersOf(context),
    ...(context.decision && governanceHeaders(context.decision)),
    ...(context.entry && {
      "Orch-Event-Hash": context.entry.event_hash,
      "Orch-Prev-Event-Hash": context.entry.prev_event_hash,
    }),
    // The first answer goes out before a checkpoint covers it; one that is sent again may come after.
    ...(context.entry?.ledger_anchor !== undefined && { "Orch-Ledger-Anchor": context.entry.ledger_anchor }),
  };
}

function deprecationHeadersOf({ operation, atOwnPath }: AnswerContext): Record<string, string> {
  return operation === undefined ? {} : deprecationHeaders(operation, { atOwnPath });
}

/** What governance decided, where that is why. */
function refusalHeaders({ governance: { decision, policy_binding_id, risk } = {} }: OapError): Record<string, string> {
  if (decision === undefined || policy_binding_id === undefined || risk === undefined) return {};
  return governanceHeaders({ decision, policy_binding_id, risk });
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
