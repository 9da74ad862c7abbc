import { Readable } from "node:stream";
import { OapError } from "@oap/protocol/errors";
import { transport } from "@oap/protocol/tables";
import type { CloudEvent } from "@oap/protocol/types";
import { validators } from "@oap/protocol/validators";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import Negotiator from "negotiator";
import type { RequestHeaders } from "./check-headers.ts";
import { eventFrames } from "./event-frames.ts";

/** What somebody wants to watch: one run, the runs of one plan, or everything. */
export interface Watched {
  readonly invocationId?: string;
  readonly planId?: string;
}

/** The engine's stream of events, as far as it is needed here. */
export interface EventSource {
  /** Whether there is nothing more to tell, for good. */
  isOver(subscription: WatchedSince): boolean;
  subscribe(subscription: WatchedSince, signal: AbortSignal): AsyncIterable<CloudEvent>;
}

export interface WatchedAt extends Watched {
  /** Where it is watched, such as `GET /metrics`. */
  readonly route: string;
}

export interface WatchedSince extends Watched {
  /** The last event that was read. */
  readonly after?: string;
}

export interface EventRoutesOptions {
  readonly events: EventSource;
  /**
   * Lets the caller watch, or refuses. With `again` it is asked about a stream that is open, which is no further exchange.
   * @throws OapError UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED
   */
  readonly authorize: (headers: RequestHeaders, watched: WatchedAt, again?: boolean) => unknown;
  /** How often it is asked again, in milliseconds; a stream whose caller may not watch any more ends. Default 5 seconds. */
  readonly authorizedMsMax?: number;
  /** Default 15 seconds. */
  readonly heartbeatMs?: number;
  /** Default 2 seconds. */
  readonly retryMs?: number;
  /** A reader who takes nothing for so long is let go, in milliseconds. Default one minute. */
  readonly stallMsMax?: number;
  /** Hears of each of them. */
  readonly onStalled?: () => void;
}

/**
 * Streams of server-sent events: everything, one run, the runs of one plan. What is refused is thrown as OapError, for the server's
 * error handler to answer. A reader who comes back with `Last-Event-ID` misses nothing. Streams end before the server closes, and
 * soon after their caller's credential does.
 * Source: wire decisions, controlPlane.*; HTML, Server-sent events.
 */
export function addEventRoutes(server: FastifyInstance, options: EventRoutesOptions): void {
  const { events, authorize, heartbeatMs = 15_000, retryMs = 2_000, stallMsMax = 60_000, onStalled } = options;
  const { authorizedMsMax = 5_000 } = options;
  const open = new Set<AbortController>();
  let closing = false;

  const stream = async (request: FastifyRequest, reply: FastifyReply, watched: Watched) => {
    if (closing) throw new OapError("OVERLOADED", { message: "The control plane is closing. Try again soon." });
    const headers = request.headers as RequestHeaders;
    const after = lastEventId(headers);
    assertAcceptable(headers);
    const asked: WatchedAt = { ...watched, route: `${request.method} ${request.routeOptions.url}` };
    await authorize(headers, asked);
    const subscription: WatchedSince = { ...watched, ...(after !== undefined && { after }) };
    // A browser takes this for the end; after anything else it would come back for ever.
    if (events.isOver(subscription)) return reply.code(204).header("Cache-Control", "no-store").send();
    const leaving = new AbortController();
    const told = events.subscribe(subscription, leaving.signal);
    open.add(leaving);
    const asking = setInterval(async () => {
      try {
        await authorize(headers, asked, true);
      } catch {
        leaving.abort();
      }
    }, authorizedMsMax);
    reply.raw.once("close", () => {
      clearInterval(asking);
      open.delete(leaving);
      leaving.abort();
    });
    // The heartbeat keeps the connection in use for as long as its other end takes what is sent.
    reply.raw.setTimeout(stallMsMax, () => {
      onStalled?.();
      reply.raw.destroy();
    });
    return reply
      .headers(streamHeaders)
      .type(transport.mediaTypes.eventStream)
      .send(Readable.from(eventFrames(told, { heartbeatMs, retryMs })));
  };

  const { events: all, invocationEvents, planEvents } = transport.paths;
  server.get(all, (request, reply) => stream(request, reply, {}));
  server.get(routeOf(invocationEvents), (request, reply) =>
    stream(request, reply, { invocationId: (request.params as { invocation_id: string }).invocation_id }),
  );
  server.get(routeOf(planEvents), (request, reply) =>
    stream(request, reply, { planId: (request.params as { plan_id: string }).plan_id }),
  );
  server.addHook("preClose", async () => {
    closing = true;
    for (const leaving of open) leaving.abort();
  });
}

/** Nobody on the way may keep or hold back what is sent, and the connection ends with the stream, so that closing waits for none. */
const streamHeaders = {
  "Cache-Control": "no-store, no-transform",
  Connection: "close",
  "X-Accel-Buffering": "no",
} as const;

/** `{name}` in the contracts is `:name` to the router. */
function routeOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

/** An empty one is none: so says a browser that has read no event yet. */
function lastEventId(headers: RequestHeaders): string | undefined {
  const text = headers["last-event-id"];
  if (text === undefined || text === "") return undefined;
  const [issue] = validators.EventId(text);
  if (issue === undefined) return text;
  throw new OapError("HEADER_MISMATCH", {
    message: "The header Last-Event-ID is not the `id` of an event. Leave it out to begin with what comes now.",
    details: { header: "Last-Event-ID" },
  });
}

function assertAcceptable({ accept = "*/*" }: RequestHeaders): void {
  const { eventStream } = transport.mediaTypes;
  if (new Negotiator({ headers: { accept } }).mediaType([eventStream]) !== undefined) return;
  throw new OapError("NOT_ACCEPTABLE", {
    message: `The Accept header allows no stream of events. Accept ${eventStream}.`,
  });
}
