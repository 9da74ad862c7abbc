import { bounds } from "@oap/protocol/bounds";
import { OapError } from "@oap/protocol/errors";
import { isOperationKey, operations } from "@oap/protocol/operations";
import type { JsonValue } from "@oap/protocol/types";
import { jsonRpcCode } from "./answer.ts";
import type { RequestHeaders } from "./check-headers.ts";
import { deprecationHeaders } from "./deprecation-headers.ts";
import type { Gateway } from "./gateway.ts";

export interface JsonRpcRequest {
  readonly gateway: Gateway;
  readonly headers: RequestHeaders;
  readonly openRpc: unknown;
  /** Reads the body; what it throws becomes an error with a null id. */
  readonly read: () => JsonValue;
}

type Id = string | number | null;
interface Call {
  readonly method: string;
  readonly params: JsonValue;
  /** Absent on a notification. */
  readonly id: Id | undefined;
}
type Response = { jsonrpc: "2.0"; id: Id } & (
  | { result: unknown }
  | { error: { code: number; message: string; data: unknown } }
);

export interface JsonRpcAnswer {
  /** One response, or a list for a batch, or `undefined` when there was nothing but notifications. */
  readonly body: Response | Response[] | undefined;
  /** Those that tell of the one operation that was asked for. A batch has none: they could not say which of its operations they mean. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Strict JSON-RPC 2.0 over the same gateway: `method` is the envelope type, codes are integers, and the `OrchError` is
 * `error.data`. A notification is processed and never answered.
 */
export async function answerJsonRpc(request: JsonRpcRequest): Promise<JsonRpcAnswer> {
  let body: JsonValue;
  try {
    body = request.read();
  } catch (error) {
    return { body: jsonRpcFailure(null, error), headers: {} };
  }
  if (Array.isArray(body)) return { body: await answerBatch(request, body), headers: {} };
  return { body: await answerOne(request, body, request.headers), headers: operationHeaders(body) };
}

async function answerBatch(
  request: JsonRpcRequest,
  body: readonly JsonValue[],
): Promise<Response | Response[] | undefined> {
  if (body.length === 0) return jsonRpcFailure(null, invalid("The batch is empty. Send at least one request."));
  if (body.length > bounds.batchRequestsMax) {
    return jsonRpcFailure(
      null,
      invalid(`The batch holds ${body.length} requests; at most ${bounds.batchRequestsMax} are allowed.`),
    );
  }
  // The Orch-Id header names one exchange, so it cannot name each of a batch.
  const { "orch-id": _, ...headers } = request.headers;
  const responses = await Promise.all(body.map((entry) => answerOne(request, entry, headers)));
  const answered = responses.filter((response) => response !== undefined);
  return answered.length > 0 ? answered : undefined;
}

async function answerOne(
  request: JsonRpcRequest,
  value: JsonValue,
  headers: RequestHeaders,
): Promise<Response | undefined> {
  const call = readCall(value);
  if (call instanceof OapError) return jsonRpcFailure(null, call);
  const response = await perform(request, call, headers);
  return call.id === undefined ? undefined : response;
}

async function perform(request: JsonRpcRequest, call: Call, headers: RequestHeaders): Promise<Response> {
  const id = call.id ?? null;
  if (call.method === "rpc.discover") return { jsonrpc: "2.0", id, result: request.openRpc };
  const { envelope } = await request.gateway.answer({
    headers,
    read: () => ({
      jsonrpc: "2.0",
      id: headers["orch-id"] ?? request.gateway.newId(),
      envelope_type: call.method,
      params: call.params,
    }),
  });
  if ("error" in envelope && envelope.error) {
    return {
      jsonrpc: "2.0",
      id,
      error: { code: jsonRpcCode(envelope.error.code), message: envelope.error.message, data: envelope.error },
    };
  }
  return { jsonrpc: "2.0", id, result: (envelope as { result: unknown }).result };
}

function operationHeaders(value: JsonValue): Record<string, string> {
  const call = readCall(value);
  if (call instanceof OapError || !isOperationKey(call.method)) return {};
  return deprecationHeaders(operations[call.method], { atOwnPath: false });
}

function readCall(value: JsonValue): Call | OapError {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return invalid("A request is an object.");
  const { jsonrpc, method, params, id } = value;
  if (jsonrpc !== "2.0") return invalid('`jsonrpc` must be "2.0".');
  if (typeof method !== "string") return invalid("`method` must be text, such as `control.ping`.");
  if (params !== undefined && (params === null || typeof params !== "object"))
    return invalid("`params` must be an object.");
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") {
    return invalid("`id` must be a string, a number or null.");
  }
  return { method, params: params ?? {}, id };
}

function invalid(message: string): OapError {
  return new OapError("INVALID_ENVELOPE", { message });
}

export function jsonRpcFailure(id: Id, error: unknown): Response {
  const known = error instanceof OapError ? error : new OapError("INTERNAL", { cause: error });
  return {
    jsonrpc: "2.0",
    id,
    error: { code: jsonRpcCode(known.code), message: known.message, data: known.toOrchError() },
  };
}
