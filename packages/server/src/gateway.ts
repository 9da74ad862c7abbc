import { OapError } from "@oap/protocol/errors";
import { isOperationKey, type OperationKey, type OperationTypes, operations } from "@oap/protocol/operations";
import { dispatch, type Handlers } from "@oap/protocol/server";
import type { JsonValue, OrchRequestEnvelope } from "@oap/protocol/types";
import { type Answer, type AnswerContext, answerError, answerSuccess } from "./answer.ts";
import { checkHeaders, type RequestHeaders } from "./check-headers.ts";
import type { Authenticate, Exchange } from "./exchange.ts";
import { checkParams, type Operation, readEnvelope } from "./read-envelope.ts";

export interface GatewayOptions {
  readonly handlers: Handlers<Exchange>;
  readonly authenticate: Authenticate;
  /** The module identifier that answers carry. */
  readonly moduleId: string;
  /** Whether work is taken: false while the control plane starts or stops. */
  readonly isReady: () => boolean;
  readonly now: () => number;
  readonly newId: () => string;
  /** Told of every failure that is the control plane's own; callers never see its cause. */
  readonly onInternalError: (error: unknown, id: string) => void;
}

export interface GatewayRequest {
  /** Reads the body; what it throws is answered as an error envelope. */
  readonly read: () => JsonValue;
  readonly headers: RequestHeaders;
  /** The operation that the path names, where it names one. */
  readonly envelopeType?: string;
}

/**
 * The one way in, whatever the transport: read, validate, check headers, authenticate, dispatch, answer.
 * It never throws; every failure is an error envelope.
 */
export class Gateway {
  readonly #options: GatewayOptions;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  async answer(request: GatewayRequest): Promise<Answer> {
    const { handlers, authenticate, isReady } = this.#options;
    const context = this.#contextOf(request.headers);
    try {
      const envelope = readEnvelope(request.read(), context);
      const operation = findOperation(envelope, request.envelopeType);
      checkHeaders(operation, envelope, request.headers);
      const caller = await authenticate(request.headers, envelope, operation);
      context.caller = caller.id;
      checkParams(operation, envelope);
      if (!isReady())
        throw new OapError("OVERLOADED", { message: "The control plane is starting or stopping. Try again soon." });
      const result = await dispatch(
        handlers,
        operation.key,
        envelope.params as OperationTypes[OperationKey]["params"],
        {
          id: envelope.id,
          caller,
          sessionId: context.sessionId,
          traceId: context.traceId,
        },
      );
      return answerSuccess(context, operation, result as JsonValue);
    } catch (error) {
      return answerError(context, this.#publicError(error, context.id));
    }
  }

  /** An identifier for an exchange whose transport brings none. */
  newId(): string {
    return this.#options.newId();
  }

  /** What an answer can say before the body is understood: the headers' word, else the server's own identifier. */
  #contextOf(headers: RequestHeaders): AnswerContext {
    const id = headers["orch-id"];
    return {
      id: id !== undefined && /^[!-~]{1,128}$/.test(id) ? id : this.#options.newId(),
      envelopeType: "oap.error",
      moduleId: this.#options.moduleId,
      now: this.#options.now,
    };
  }

  #publicError(error: unknown, id: string): OapError {
    if (error instanceof OapError) {
      if (error.code === "INTERNAL") this.#options.onInternalError(error, id);
      return error;
    }
    this.#options.onInternalError(error, id);
    return new OapError("INTERNAL", { cause: error });
  }
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
