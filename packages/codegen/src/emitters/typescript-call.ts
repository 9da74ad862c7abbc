import type { HeaderUse } from "@oap/contracts";
import type { GeneratedFile } from "../generated-file.ts";
import type { Model } from "../model.ts";
import { classStem, literal, typescriptSource } from "./typescript-source.ts";

/** `call.ts`: how the client makes one call of any operation. */
export async function emitTypescriptCall(model: Model): Promise<readonly GeneratedFile[]> {
  const errorName = `${classStem(model)}Error`;
  const mirrored = model.registry.headers.request.filter((use) => use.counterpart !== undefined);
  const body = `import { type Answer, ${errorName} } from "./errors.ts";
import type { HeaderName } from "./headers.ts";
import type { OperationKey } from "./operations.ts";
import type { Transport, TransportRequest } from "./transport.ts";
import type { OrchMeta, OrchRequestEnvelope, OrchSuccessEnvelope } from "./types.ts";

export interface CallOptions {
  /** Identifies the exchange. A command that is sent again with the same one happens once. The transport makes it where it is absent. */
  readonly id?: string | undefined;
  readonly sessionId?: string | undefined;
  /** The caller's name; it must be the one that the credential proves. */
  readonly caller?: string | undefined;
  /** 32 lower-case hexadecimal digits. */
  readonly traceId?: string | undefined;
  /** Further members of \`_meta\`. */
  readonly meta?: OrchMeta | undefined;
  /** Further headers; they win over those that are made from the envelope. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Ends the waiting. What the control plane has accepted goes on: stop it with an operation that cancels. */
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for the answer, in milliseconds. It ends the waiting, not the work. */
  readonly timeoutMs?: number | undefined;
}

/** A result with all that came with it. */
export interface CallResponse<TResult> {
  readonly result: TResult;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole answer, with members that this version does not know. */
  readonly envelope: OrchSuccessEnvelope<TResult>;
}

/** A call that is under way: a promise of the result, which rejects with \`${errorName}\`. */
export interface Call<TResult> extends Promise<TResult> {
  /** The same answer with its headers, status and envelope. */
  withResponse(): Promise<CallResponse<TResult>>;
}

/** Sends one request; the answer's result is taken as it is, because the control plane has checked it. */
export function call<TResult>(
  transport: Transport,
  key: OperationKey,
  params: unknown,
  options: CallOptions = {},
): Call<TResult> {
  const exchange = send<TResult>(transport, key, params, options);
  const result = async (): Promise<TResult> => (await exchange).result;
  return {
    withResponse: () => exchange,
    then: (fulfilled, rejected) => result().then(fulfilled, rejected),
    catch: (rejected) => result().catch(rejected),
    finally: (settled) => result().finally(settled),
    [Symbol.toStringTag]: "Call",
  };
}

async function send<TResult>(
  transport: Transport,
  key: OperationKey,
  params: unknown,
  options: CallOptions,
): Promise<CallResponse<TResult>> {
  const envelope = requestEnvelope(options.id ?? transport.newId(), key, params, options);
  const answer = await sendBy(transport, {
    envelope,
    headers: { ...headersOf(envelope), ...options.headers },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
  });
  if (!isSuccess<TResult>(answer.envelope)) throw ${errorName}.fromAnswer(answer);
  if (answer.envelope.id !== envelope.id) {
    throw new ${errorName}("UPSTREAM_UNAVAILABLE", {
      ...answer,
      httpStatus: answer.status,
      message: \`The answer is to "\${answer.envelope.id}", the request was "\${envelope.id}".\`,
    });
  }
  return { result: answer.envelope.result, ...answer, envelope: answer.envelope };
}

/** A transport that serves clients of several registries throws an error class of its own; callers see this one. */
async function sendBy(transport: Transport, request: TransportRequest): Promise<Answer> {
  try {
    return await transport.send(request);
  } catch (thrown) {
    throw ${errorName}.fromTransport(thrown);
  }
}

function requestEnvelope(id: string, key: string, params: unknown, options: CallOptions): OrchRequestEnvelope<unknown> {
  const { sessionId, caller, traceId } = options;
  const meta: OrchMeta = {
    ...options.meta,
    ...(sessionId === undefined ? {} : { session_id: sessionId }),
    ...(caller === undefined ? {} : { caller }),
    ...(traceId === undefined ? {} : { trace_id: traceId }),
  };
  return {
    jsonrpc: "2.0",
    id,
    envelope_type: key,
    params,
    ...(Object.keys(meta).length > 0 ? { _meta: meta } : {}),
  };
}

/** The headers that repeat a member of the envelope, and the member's JSON Pointer. */
const mirrored: readonly (readonly [HeaderName, string])[] = ${literal(mirrored.map(mirror))};

function headersOf(envelope: OrchRequestEnvelope<unknown>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, pointer] of mirrored) {
    let value: unknown = envelope;
    for (const member of pointer.split("/").slice(1)) {
      value = isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;
    }
    if (typeof value === "string" && /^[!-~]+$/.test(value)) headers[name] = value;
  }
  return headers;
}

function isSuccess<TResult>(envelope: unknown): envelope is OrchSuccessEnvelope<TResult> {
  return isObject(envelope) && Object.hasOwn(envelope, "result") && !Object.hasOwn(envelope, "error");
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
`;
  return [await typescriptSource(model, "call.ts", body)];
}

function mirror({ header, counterpart }: HeaderUse): readonly [string, string | undefined] {
  return [header.name, counterpart];
}
