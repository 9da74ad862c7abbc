import type { IncomingMessage } from "node:http";
import { OapError } from "@oap/protocol/errors";
import { operations } from "@oap/protocol/operations";
import { transport } from "@oap/protocol/tables";
import { noTelemetry, type Telemetry } from "@oap/telemetry";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import { answerUnreadable } from "./answer-unreadable.ts";
import type { RequestHeaders } from "./check-headers.ts";
import { addEventRoutes, type EventRoutesOptions, type EventSource } from "./event-routes.ts";
import type { Gateway } from "./gateway.ts";
import { answerJsonRpc, jsonRpcFailure } from "./json-rpc.ts";
import { isLoopbackName, withoutBrackets } from "./loopback.ts";
import { negotiate, unspokenMediaType } from "./media-type.ts";
import { readJson } from "./read-json.ts";
import { receiveBody } from "./receive-body.ts";

export interface HttpServerOptions {
  readonly gateway: Gateway;
  readonly logger: FastifyBaseLogger;
  readonly isReady: () => boolean | Promise<boolean>;
  /** Names in `Host` that are answered beside those of loopback, in lower case. */
  readonly hostNames: ReadonlySet<string>;
  /** Documents to serve as they are: path → JSON text. */
  readonly documents: Readonly<Record<string, string>>;
  readonly openRpc: unknown;
  readonly events: EventSource;
  /** Lets a caller watch events, or refuses. */
  readonly authorizeWatcher: EventRoutesOptions["authorize"];
  /** Default: nobody watches, and there are no metrics. */
  readonly telemetry?: Telemetry;
}

/** How long a client may take to send a whole request, in milliseconds. */
const requestTimeoutMs = 30_000;

/** The gateway on HTTP: envelopes at `/orchestrate`, one path for each operation, strict JSON-RPC at `/rpc`, events, health, metrics and documents. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { gateway, isReady, telemetry = noTelemetry } = options;
  const server = Fastify({
    loggerInstance: options.logger,
    requestTimeout: requestTimeoutMs,
    // Open requests are drained by the control plane's own shutdown, which bounds the wait.
    forceCloseConnections: "idle",
    return503OnClosing: false,
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
    clientErrorHandler: answerUnreadable(gateway),
    frameworkErrors: (_, request, reply) => {
      const message = `The path is not well-formed: ${shownPath(request)}`;
      return refuse(gateway, request, reply, new OapError("UNKNOWN_ENVELOPE_TYPE", { message }));
    },
  });
  acceptAnyBody(server);
  refuseForeignHosts(server, gateway, options.hostNames);

  const orchestrate = async (request: FastifyRequest, reply: FastifyReply, envelopeType?: string) => {
    let mediaType = "application/json; charset=utf-8";
    const answer = await gateway.answer({
      headers: headersOf(request),
      ...(envelopeType !== undefined && { envelopeType }),
      read: () => {
        mediaType = negotiate(request.headers);
        return readJson(bodyOf(request));
      },
    });
    const text = JSON.stringify(answer.envelope);
    // To text the framework would add a charset, which a media type of ours does not have; bytes cost a second write.
    const body = mediaType.includes("charset") ? text : Buffer.from(text);
    return reply.code(answer.status).headers(answer.headers).header("Content-Type", mediaType).send(body);
  };
  server.post("/orchestrate", (request, reply) => orchestrate(request, reply));
  for (const key of Object.keys(operations)) {
    server.post(`/orchestrate/${key}`, (request, reply) => orchestrate(request, reply, key));
  }
  server.post(transport.paths.jsonRpc, async (request, reply) => {
    const { body, headers } = await answerJsonRpc({
      gateway,
      headers: headersOf(request),
      openRpc: options.openRpc,
      read: () => {
        negotiate(request.headers);
        return readJson(bodyOf(request));
      },
    });
    reply.headers(headers).header("Cache-Control", "no-store");
    if (body === undefined) return reply.code(204).send();
    return reply.code(200).type("application/json; charset=utf-8").send(JSON.stringify(body));
  });

  server.get("/healthz", async () => ({ status: "ok" }));
  server.get("/readyz", async (_, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready" });
  });
  for (const [path, text] of Object.entries(options.documents)) {
    server.get(path, (_, reply) => reply.type("application/json; charset=utf-8").send(text));
  }

  // To read the metrics is to watch everything.
  server.get("/metrics", async (request, reply) => {
    await options.authorizeWatcher(headersOf(request), { route: "GET /metrics" });
    const text = await telemetry.metrics();
    return reply.header("Cache-Control", "no-store").type(telemetry.metricsContentType).send(text);
  });
  addEventRoutes(server, {
    events: options.events,
    authorize: options.authorizeWatcher,
    onStalled: () => telemetry.subscriberDropped(),
  });
  answerEverythingElse(server, gateway);
  return server;
}

/** Bodies of any media type reach the gateway as bytes, so that it alone decides what is readable. */
function acceptAnyBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", (_: FastifyRequest, payload: IncomingMessage) => receiveBody(payload));
}

/**
 * A web page that rebinds its own name to the loopback address would pass for a local caller: the `Host` header gives
 * it away.
 */
function refuseForeignHosts(server: FastifyInstance, gateway: Gateway, hostNames: ReadonlySet<string>): void {
  server.addHook("onRequest", async (request, reply) => {
    const { hostname } = request;
    if (isLoopbackName(hostname) || hostNames.has(withoutBrackets(hostname).toLowerCase())) return;
    const message = `This server does not answer to the name ${hostname.slice(0, shownPathCharactersMax)}.`;
    await refuse(gateway, request, reply, new OapError("FORBIDDEN", { message }), misdirected);
  });
}

/** Unknown paths, and bodies that could not be received, are answered with an error envelope too. */
function answerEverythingElse(server: FastifyInstance, gateway: Gateway): void {
  server.setNotFoundHandler((request, reply) => {
    const key = /^\/orchestrate\/([^?]+)/.exec(request.url)?.[1];
    const message =
      key !== undefined && request.method === "POST"
        ? `No operation is named \`${decodeURIComponent(key)}\`. \`rpc.discover\` at POST /rpc lists them all.`
        : `There is nothing at ${request.method} ${shownPath(request)}. Post an envelope to /orchestrate.`;
    return refuse(gateway, request, reply, new OapError("UNKNOWN_ENVELOPE_TYPE", { message }));
  });
  server.setErrorHandler((error: { code?: string; statusCode?: number }, request, reply) =>
    refuse(gateway, request, reply, refusalOf(error)),
  );
}

/** What a message repeats of an unknown path. A query is not repeated, since people put secrets there. */
function shownPath({ url }: FastifyRequest): string {
  return url.replace(/[?#].*$/s, "").slice(0, shownPathCharactersMax);
}

const shownPathCharactersMax = 200;

/** RFC 9110, 15.5.20: the request went to the wrong server, as far as HTTP can tell. */
const misdirected = 421;

/** `status` is said instead of the error's own, where HTTP has a word for what happened before there was an exchange. */
async function refuse(
  gateway: Gateway,
  request: FastifyRequest,
  reply: FastifyReply,
  error: OapError,
  status?: number,
) {
  const answer = await gateway.answer({
    headers: headersOf(request),
    read: () => {
      throw error;
    },
  });
  reply.headers(answer.headers).type("application/json; charset=utf-8");
  // On this path every answer is a JSON-RPC response with HTTP status 200, whatever went wrong.
  if (request.routeOptions.url === transport.paths.jsonRpc)
    return reply.code(status ?? 200).send(JSON.stringify(jsonRpcFailure(null, error)));
  return reply.code(status ?? answer.status).send(JSON.stringify(answer.envelope));
}

function refusalOf(error: { readonly code?: string; readonly statusCode?: number }): OapError {
  if (error instanceof OapError) return error;
  if (error.code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") return unspokenMediaType("is not well-formed", error);
  const isCallers = error.statusCode !== undefined && error.statusCode < 500;
  return isCallers
    ? new OapError("PARSE_ERROR", { message: "The body could not be received whole.", cause: error })
    : new OapError("INTERNAL", { cause: error });
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array();
}

function headersOf(request: FastifyRequest): RequestHeaders {
  return request.headers as RequestHeaders;
}
