import {
  type Exchanged,
  type ExchangeRecorder,
  type ExecutionService,
  governedContext,
  runStarters,
} from "@oap/engine";
import type { Governance } from "@oap/governance";
import { type Authenticator, authorize, type Identity, type RateLimiter, type Sessions } from "@oap/identity";
import { OapError } from "@oap/protocol/errors";
import { isOperationKey, type OperationKey, type OperationTypes, operations } from "@oap/protocol/operations";
import { dispatch, type Handlers } from "@oap/protocol/server";
import type { JsonValue, LedgerEntry, OrchErrorEnvelope, OrchRequestEnvelope } from "@oap/protocol/types";
import { noTelemetry, type Telemetry } from "@oap/telemetry";
import { type Answer, type AnswerContext, answerError, answerSuccess } from "./answer.ts";
import { checkHeaders, type RequestHeaders } from "./check-headers.ts";
import { credentialsOf } from "./credentials.ts";
import type { Exchange } from "./exchange.ts";
import { permitOperation } from "./permit-operation.ts";
import { checkParams, type Operation, readEnvelope } from "./read-envelope.ts";

export interface GatewayOptions {
  readonly handlers: Handlers<Exchange>;
  readonly authenticate: Authenticator;
  readonly limiter: Pick<RateLimiter, "take">;
  readonly sessions: Pick<Sessions, "join" | "isAnothers">;
  readonly governance: Governance;
  readonly exchanges: ExecutionService["exchanges"];
  /** The module identifier that answers carry. */
  readonly moduleId: string;
  /** Whether work is taken: false while the control plane starts or stops. */
  readonly isReady: () => boolean;
  readonly now: () => number;
  readonly newId: () => string;
  /** How many exchanges may be under way at once; one more is OVERLOADED. Default {@link exchangesOpenMax}. */
  readonly exchangesOpenMax?: number;
  /** Told of every failure that is the control plane's own; callers never see its cause. */
  readonly onInternalError: (error: unknown, id: string) => void;
  /** Default: nobody watches. */
  readonly telemetry?: Pick<Telemetry, "exchangeStarted">;
}

export interface GatewayRequest {
  /** Reads the body; what it throws is answered as an error envelope. */
  readonly read: () => JsonValue;
  readonly headers: RequestHeaders;
  /** The operation that the path names, where it names one. */
  readonly envelopeType?: string;
}

/**
 * Twice as many as runs may be open: of each that waits for its run there may be one that asks about it. With this and the bound of
 * the runs everything is bounded that waits for the journal, since each exchange and each run writes one thing at a time.
 */
export const exchangesOpenMax = 8192;
/**
 * What part of these places is kept from exchanges that wait for runs, so that runs can be looked at, cancelled and stopped by a kill
 * switch also when clients ask for theirs again and again, and each asking waits.
 */
const reservedShare = 1 / 8;

/**
 * The one way in, whatever the transport: read, check headers, authenticate, count, authorize, validate, perform, answer.
 * It never throws; every failure is an error envelope.
 */
export class Gateway {
  readonly #options: GatewayOptions;
  #open = 0;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  async answer(request: GatewayRequest): Promise<Answer> {
    const context = this.#contextOf(request);
    this.#open += 1;
    const answer = await this.#answered(request, context);
    this.#open -= 1;
    const { error } = answer.envelope as Partial<OrchErrorEnvelope>;
    context.telemetry.ended({ status: answer.status, code: error?.code });
    return answer;
  }

  async #answered(request: GatewayRequest, context: AnswerContext): Promise<Answer> {
    const { authenticate, limiter, isReady } = this.#options;
    const { headers } = request;
    const { telemetry } = context;
    try {
      this.#assertRoom();
      const envelope = readEnvelope(request.read(), context);
      const { envelope_type, id, _meta } = envelope;
      const session_id = _meta?.session_id ?? headers["orch-session-id"];
      telemetry.understood({ operation: envelope_type, id, session_id, trace_id: _meta?.trace_id });
      const operation = findOperation(envelope, request.envelopeType);
      context.operation = operation;
      if (runStarters.has(operation.key)) this.#assertRoom(reservedShare);
      checkHeaders(operation, envelope, headers);
      context.sessionId ??= headers["orch-session-id"];
      context.traceId = telemetry.traceId ?? context.traceId ?? headers["orch-trace-id"];
      const identity = await authenticate(credentialsOf(headers, envelope), operation);
      context.caller = identity.id;
      limiter.take(identity.id);
      authorize(identity, operation);
      checkParams(operation, envelope);
      if (!isReady())
        throw new OapError("OVERLOADED", { message: "The control plane is starting or stopping. Try again soon." });
      const { result, entry } = await this.#recorded(operation, envelope, identity, context, headers);
      context.entry = entry;
      context.decision ??= decisionIn(entry);
      return answerSuccess(context, operation, result);
    } catch (error) {
      return answerError(context, this.#publicError(error, context.id));
    }
  }

  /**
   * Commands happen once for their id, and every exchange has its entry in the ledger. What anybody may ask without saying
   * who they are changes nothing, and is not recorded.
   */
  async #recorded(
    operation: Operation,
    envelope: OrchRequestEnvelope,
    identity: Identity,
    context: AnswerContext,
    headers: RequestHeaders,
  ): Promise<Exchanged> {
    if (operation.auth === "anonymous") {
      return { result: await this.#perform(operation, envelope, identity, context, undefined) };
    }
    const { sessionId, traceId } = context;
    const { id, roles } = identity;
    // Who names another's session is refused; the refusal stands in the caller's own chain, not in that session's.
    const isIn = sessionId !== undefined && !this.#options.sessions.isAnothers(sessionId, identity);
    const facts = {
      id: envelope.id,
      envelope_type: operation.key,
      kind: operation.kind,
      caller: { id, roles, ...(isIn && { session_id: sessionId }) },
      params: envelope.params,
      ...(traceId !== undefined && { trace_id: traceId }),
      ...(headers["orch-prev-event-hash"] !== undefined && { prev_event_hash: headers["orch-prev-event-hash"] }),
    };
    return await this.#options.exchanges.perform(facts, (recorder) =>
      this.#perform(operation, envelope, identity, context, recorder),
    );
  }

  /** What an admitted exchange does: it joins its session, policy allows the operation, and the operation's handler takes it. */
  async #perform(
    operation: Operation,
    envelope: OrchRequestEnvelope,
    identity: Identity,
    context: AnswerContext,
    recorder: ExchangeRecorder | undefined,
  ): Promise<JsonValue> {
    const { handlers, sessions, governance } = this.#options;
    const { sessionId, traceId } = context;
    const session = sessions.join(sessionId, identity, operation);
    const { id, roles } = identity;
    const { attributes, purpose } = session ?? {};
    const caller = {
      id,
      roles,
      ...(sessionId !== undefined && { session_id: sessionId }),
      ...(attributes && { attributes }),
      ...(purpose !== undefined && { purpose }),
    };
    permitOperation(governance, { caller, operation: operation.key, context: governedContext(caller) });
    const exchange: Exchange = {
      id: envelope.id,
      caller,
      session,
      traceId,
      decided: (decision) => {
        context.decision = decision;
        recorder?.decided(decision);
      },
      recorder,
      telemetry: context.telemetry,
    };
    const params = envelope.params as OperationTypes[OperationKey]["params"];
    const performing = context.telemetry.run(() => dispatch(handlers, operation.key, params, exchange));
    return (await performing) as JsonValue;
  }

  /** `kept` is the share of places that this exchange may not take. */
  #assertRoom(kept = 0): void {
    const places = this.#options.exchangesOpenMax ?? exchangesOpenMax;
    const most = places - Math.floor(places * kept);
    if (this.#open <= most) return;
    throw new OapError("OVERLOADED", {
      message: `${most} exchanges are under way, which is the most there may be. Try again later.`,
    });
  }

  /** An identifier for an exchange whose transport brings none. */
  newId(): string {
    return this.#options.newId();
  }

  /** What an answer can say before the body is understood: the headers' word, else the server's own identifier. */
  #contextOf({ headers, envelopeType }: GatewayRequest): AnswerContext {
    const id = headers["orch-id"];
    return {
      id: id !== undefined && /^[!-~]{1,128}$/.test(id) ? id : this.#options.newId(),
      envelopeType: "oap.error",
      atOwnPath: envelopeType !== undefined,
      moduleId: this.#options.moduleId,
      now: this.#options.now,
      telemetry: (this.#options.telemetry ?? noTelemetry).exchangeStarted(headers),
    };
  }

  #publicError(error: unknown, id: string): OapError {
    if (error instanceof OapError) {
      // Most that is OVERLOADED is the callers' doing, and has no cause; what has one is a disk that takes nothing.
      const isOwn = error.code === "INTERNAL" || (error.code === "OVERLOADED" && error.cause !== undefined);
      if (isOwn) this.#options.onInternalError(error, id);
      return error;
    }
    this.#options.onInternalError(error, id);
    return new OapError("INTERNAL", { cause: error });
  }
}

/** What was decided about an exchange that is answered from the record. */
function decisionIn({ decision, policy_ref, risk }: Partial<LedgerEntry> = {}): AnswerContext["decision"] {
  if (decision === undefined || policy_ref === undefined || risk === undefined) return undefined;
  return { decision, policy_binding_id: policy_ref, risk };
}

function findOperation(envelope: OrchRequestEnvelope, pathType: string | undefined): Operation {
  const { envelope_type: type } = envelope;
  if (pathType !== undefined && pathType !== type) {
    throw new OapError("INVALID_ENVELOPE", {
      message: `The path names \`${pathType}\` and the envelope \`${type}\`. Make them equal, or post to /orchestrate.`,
    });
  }
  if (!isOperationKey(type)) {
    throw new OapError("UNKNOWN_ENVELOPE_TYPE", {
      message: `No operation is named \`${type}\`.${nearest(type)}`,
    });
  }
  return operations[type];
}

/** Names an operation that differs only in case or ends alike, which is what a slip most often looks like. */
function nearest(type: string): string {
  const keys = Object.keys(operations);
  const lower = type.toLowerCase().replace(/^oap\./, "");
  const match =
    keys.find((key) => key.toLowerCase() === lower) ?? keys.find((key) => key.toLowerCase().endsWith(lower));
  return match ? ` Did you mean \`${match}\`?` : " `rpc.discover` lists them all.";
}
