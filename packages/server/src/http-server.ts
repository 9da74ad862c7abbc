import { bounds } from "@oap/protocol/bounds";
import { OapError } from "@oap/protocol/errors";
import { operations } from "@oap/protocol/operations";
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { RequestHeaders } from "./check-headers.ts";
import type { Gateway } from "./gateway.ts";
import { answerJsonRpc } from "./json-rpc.ts";
import { isLoopbackName } from "./loopback.ts";
import { negotiate } from "./media-type.ts";
import { readJson, tooLarge } from "./read-json.ts";

export interface HttpServerOptions {
  readonly gateway: Gateway;
  readonly logger: FastifyBaseLogger;
  readonly isReady: () => boolean;
  /** Documents to serve as they are: path → JSON text. */
  readonly documents: Readonly<Record<string, string>>;
  readonly openRpc: unknown;
}

/** How long a client may take to send a whole request, in milliseconds. */
const requestTimeoutMs = 30_000;

/** The gateway on HTTP: envelopes at `/orchestrate`, one path for each operation, strict JSON-RPC at `/rpc`, health and documents. */
export function createHttpServer(options: HttpServerOptions): FastifyInstance {
  const { gateway, isReady } = options;
  const server = Fastify({
    loggerInstance: options.logger,
    bodyLimit: bounds.bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    // Open requests are drained by the control plane's own shutdown, which bounds the wait.
    forceCloseConnections: "idle",
    return503OnClosing: false,
    logController: new LogController({ disableRequestLogging: true }),
    exposeHeadRoutes: false,
  });
  acceptAnyBody(server);
  refuseForeignHosts(server);

  const orchestrate = async (request: FastifyRequest, reply: FastifyReply, envelopeType?: string) => {
    let mediaType = "application/json; charset=utf-8";
    const answer = await gateway.answer({
      headers: headersOf(request),
      ...(envelopeType !== undefined && { envelopeType }),
      read: () => {
        mediaType = negotiate(request.headers["content-type"], request.headers.accept);
        return readJson(bodyOf(request));
      },
    });
    // As bytes, since to text the framework would add a charset, which this media type does not have.
    const body = Buffer.from(JSON.stringify(answer.envelope));
    return reply.code(answer.status).headers(answer.headers).header("Content-Type", mediaType).send(body);
  };
  server.post("/orchestrate", (request, reply) => orchestrate(request, reply));
  for (const key of Object.keys(operations)) {
    server.post(`/orchestrate/${key}`, (request, reply) => orchestrate(request, reply, key));
  }
  server.post("/rpc", async (request, reply) => {
    const answer = await answerJsonRpc({
      gateway,
      headers: headersOf(request),
      openRpc: options.openRpc,
      read: () => {
        negotiate(request.headers["content-type"], request.headers.accept);
        return readJson(bodyOf(request));
      },
    });
    reply.header("Cache-Control", "no-store");
    if (answer === undefined) return reply.code(204).send();
    return reply.code(200).type("application/json; charset=utf-8").send(JSON.stringify(answer));
  });

  server.get("/healthz", async () => ({ status: "ok" }));
  server.get("/readyz", async (_, reply) =>
    reply.code(isReady() ? 200 : 503).send({ status: isReady() ? "ready" : "not ready" }),
  );
  for (const [path, text] of Object.entries(options.documents)) {
    server.get(path, (_, reply) => reply.type("application/json; charset=utf-8").send(text));
  }

  answerEverythingElse(server, gateway);
  return server;
}

/** Bodies of any media type reach the gateway as bytes, so that it alone decides what is readable. */
function acceptAnyBody(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "buffer" }, (_, body, done) => done(null, body));
}

/**
 * A web page that rebinds its own name to the loopback address would pass for a local caller: the `Host` header gives
 * it away.
 */
function refuseForeignHosts(server: FastifyInstance): void {
  server.addHook("onRequest", async (request, reply) => {
    if (isLoopbackName(request.hostname)) return;
    await reply.code(421).send({ error: `This server answers to loopback names only, not to ${request.hostname}.` });
  });
}

/** Unknown paths, and bodies that could not be received, are answered with an error envelope too. */
function answerEverythingElse(server: FastifyInstance, gateway: Gateway): void {
  const refuse = async (request: FastifyRequest, reply: FastifyReply, error: OapError) => {
    const answer = await gateway.answer({
      headers: headersOf(request),
      read: () => {
        throw error;
      },
    });
    return reply
      .code(answer.status)
      .headers(answer.headers)
      .type("application/json; charset=utf-8")
      .send(JSON.stringify(answer.envelope));
  };
  server.setNotFoundHandler((request, reply) => {
    const key = /^\/orchestrate\/([^?]+)/.exec(request.url)?.[1];
    const message =
      key !== undefined && request.method === "POST"
        ? `No operation is named \`${decodeURIComponent(key)}\`. \`rpc.discover\` at POST /rpc lists them all.`
        : `There is nothing at ${request.method} ${request.url.slice(0, 200)}. Post an envelope to /orchestrate.`;
    return refuse(request, reply, new OapError("UNKNOWN_ENVELOPE_TYPE", { message }));
  });
  server.setErrorHandler((error: { code?: string; statusCode?: number }, request, reply) => {
    if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return refuse(request, reply, tooLarge());
    const isCallers = error.statusCode !== undefined && error.statusCode < 500;
    const refusal = isCallers
      ? new OapError("PARSE_ERROR", { message: "The body could not be received whole.", cause: error })
      : new OapError("INTERNAL", { cause: error });
    return refuse(request, reply, refusal);
  });
}

function bodyOf(request: FastifyRequest): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array();
}

function headersOf(request: FastifyRequest): RequestHeaders {
  return request.headers as RequestHeaders;
}
