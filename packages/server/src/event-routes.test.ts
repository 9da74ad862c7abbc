import { get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { OapError } from "@oap/protocol/errors";
import type { CloudEvent } from "@oap/protocol/types";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { addEventRoutes, type EventRoutesOptions, type EventSource, type WatchedSince } from "./event-routes.ts";

/** Stands for the engine's stream: a test hands out the events, and sees who reads. */
class ScriptedEvents implements EventSource {
  readonly subscriptions: WatchedSince[] = [];
  readonly #queue: CloudEvent[] = [];
  #waiting: (() => void)[] = [];
  #ended = false;
  over = false;
  /** Events that were asked for. */
  taken = 0;
  left = Promise.withResolvers<void>();

  tell(...events: readonly CloudEvent[]): void {
    this.#queue.push(...events);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  isOver(): boolean {
    return this.over;
  }

  async *subscribe(subscription: WatchedSince, signal: AbortSignal): AsyncGenerator<CloudEvent> {
    this.subscriptions.push(subscription);
    signal.addEventListener("abort", () => {
      this.left.resolve();
      this.#wake();
    });
    while (!signal.aborted) {
      const event = this.#queue.shift();
      if (event !== undefined) {
        this.taken += 1;
        yield event;
      } else if (this.#ended) return;
      else {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    }
  }
}

const eventOf = (id: string, text = "x"): CloudEvent => ({
  specversion: "1.0",
  id,
  source: "urn:oap:module:control-plane",
  type: "controlPlane.execution.completed",
  time: "2026-03-01T09:30:00.000Z",
  datacontenttype: "application/json",
  data: { text },
});

let server: FastifyInstance | undefined;
afterEach(async () => {
  await server?.close();
});

async function listen(options: Partial<EventRoutesOptions> = {}) {
  const events = new ScriptedEvents();
  server = Fastify();
  server.setErrorHandler((error, _, reply) => {
    const known = error instanceof OapError ? error : new OapError("INTERNAL", { cause: error });
    return reply.code(known.httpStatus ?? 500).send({ code: known.code });
  });
  addEventRoutes(server, { events, authorize: () => {}, ...options });
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return { events, url: `http://127.0.0.1:${port}`, server };
}

/** Reads a stream of events by what is between blank lines. */
async function open(url: string, headers: Record<string, string> = {}) {
  const leaving = new AbortController();
  const response = await fetch(url, { headers, signal: leaving.signal });
  const text = response.body?.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  let rest = "";
  const block = async (): Promise<string | undefined> => {
    for (;;) {
      const end = rest.indexOf("\n\n");
      if (end >= 0) {
        const found = rest.slice(0, end);
        rest = rest.slice(end + 2);
        return found;
      }
      const chunk = await text?.next();
      if (chunk?.value === undefined) return undefined;
      rest += chunk.value;
    }
  };
  return { response, block, leave: () => leaving.abort() };
}

describe("a stream of events", () => {
  it("has the headers of one, and each event with its id", async () => {
    const { events, url } = await listen();
    const { response, block } = await open(`${url}/events`, { accept: "text/event-stream" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("cache-control")).toBe("no-store, no-transform");
    expect(await block()).toBe("retry: 2000");
    const odd = eventOf("1.0", 'two\nlines\r\nand a "quote"');
    events.tell(odd, eventOf("2.0"));
    const [id, data, ...others] = (await block())?.split("\n") ?? [];
    expect([id, others]).toEqual(["id: 1.0", []]);
    expect(JSON.parse(data?.replace(/^data: /, "") ?? "")).toEqual(odd);
    expect(await block()).toMatch(/^id: 2\.0\ndata: /);
    events.end();
    expect(await block()).toBeUndefined();
  });

  it("tells that it is still there while nothing happens", async () => {
    const { url } = await listen({ heartbeatMs: 1 });
    const { block } = await open(`${url}/events`);
    await block();
    expect(await block()).toBe(": still here");
    expect(await block()).toBe(": still here");
  });

  it("is of what the path names, and goes on where the reader was", async () => {
    const { events, url } = await listen();
    await open(`${url}/events`, { "last-event-id": "7.3" });
    await open(`${url}/events/invocations/inv%5F1`, { "last-event-id": "" });
    await open(`${url}/events/plans/plan_1`, { "last-event-id": "12" });
    expect(events.subscriptions).toEqual([
      { after: "7.3" },
      { invocationId: "inv_1" },
      { planId: "plan_1", after: "12" },
    ]);
  });

  it("ends soon after its reader may watch no more, and is asked about until then", async () => {
    let may = true;
    const asked: unknown[] = [];
    const { events, url } = await listen({
      authorizedMsMax: 5,
      authorize: async (_, watched, again = false) => {
        asked.push([watched, again]);
        if (!may) throw new OapError("UNAUTHENTICATED");
      },
    });
    const { block } = await open(`${url}/events/plans/p`);
    await block();
    events.tell(eventOf("1.0"));
    expect(await block()).toMatch(/^id: 1\.0/);
    may = false;
    expect(await block()).toBeUndefined();
    await events.left.promise;
    expect(asked.at(0)).toEqual([{ planId: "p", route: "GET /events/plans/:plan_id" }, false]);
    expect(asked.at(-1)).toEqual([{ planId: "p", route: "GET /events/plans/:plan_id" }, true]);
  });

  it("is left when its reader goes", async () => {
    const { events, url } = await listen();
    const { block, leave } = await open(`${url}/events`);
    await block();
    leave();
    await events.left.promise;
  });

  it("is left when its reader takes nothing for too long", async () => {
    const { events, url } = await listen({ stallMsMax: 20 });
    const { block } = await open(`${url}/events`);
    await block();
    await events.left.promise;
    await expect(block()).rejects.toThrow();
  });

  it("asks for no more than a slow reader takes", async () => {
    const { events, url } = await listen();
    const large = "x".repeat(100_000);
    const count = 2_000;
    events.tell(...Array.from({ length: count }, (_, at) => eventOf(`${at + 1}.0`, large)));
    const response = await new Promise<IncomingMessage>((resolve) => get(`${url}/events`, resolve));
    // It has read nothing yet: what was taken fits into the buffers of the connection.
    await settled(() => events.taken);
    expect(events.taken).toBeLessThan(count / 2);
    events.end();
    let length = 0;
    for await (const chunk of response) length += (chunk as Buffer).length;
    expect(events.taken).toBe(count);
    expect(length).toBeGreaterThan(count * large.length);
  });

  it("ends when the server closes, and closing waits for none", async () => {
    const { url, server: closing } = await listen();
    const { block } = await open(`${url}/events`);
    await block();
    await closing.close();
    expect(await block()).toBeUndefined();
  });

  it("is no longer one when there is nothing to come for good", async () => {
    const { events, url } = await listen();
    events.over = true;
    const { response } = await open(`${url}/events/invocations/inv_1`, { "last-event-id": "3.1" });
    expect(response.status).toBe(204);
    expect(events.subscriptions).toEqual([]);
  });
});

describe("a stream is refused", () => {
  it.each([
    [
      "to whom it may not be told",
      {},
      { authorize: () => Promise.reject(new OapError("FORBIDDEN")) },
      403,
      "FORBIDDEN",
    ],
    ["after what is no event", { "last-event-id": "latest" }, {}, 400, "HEADER_MISMATCH"],
    ["to who accepts no stream", { accept: "application/json" }, {}, 406, "NOT_ACCEPTABLE"],
    [
      "when the engine has no room",
      {},
      {
        events: {
          isOver: () => false,
          subscribe: () => {
            throw new OapError("OVERLOADED");
          },
        },
      },
      503,
      "OVERLOADED",
    ],
  ] as const)("%s", async (_, headers, options, status, code) => {
    const { events, url } = await listen(options);
    const response = await fetch(`${url}/events`, { headers });
    expect([response.status, await response.json()]).toEqual([status, { code }]);
    expect(events.subscriptions).toEqual([]);
  });

  it("before the caller was looked at, only for what says nothing of the work", async () => {
    const asked: unknown[] = [];
    const { url } = await listen({
      authorize: (headers, watched) => {
        asked.push([headers["orch-api-key"], watched]);
        throw new OapError("UNAUTHENTICATED");
      },
    });
    const response = await fetch(`${url}/events/invocations/inv_1`, { headers: { "orch-api-key": "k" } });
    expect(response.status).toBe(401);
    expect(asked).toEqual([["k", { invocationId: "inv_1", route: "GET /events/invocations/:invocation_id" }]]);
  });
});

/** Waits, by turns of the event loop, until a number has not changed for a while. */
async function settled(count: () => number): Promise<void> {
  for (let same = 0, last = count(); same < 200; ) {
    await new Promise((resolve) => setImmediate(resolve));
    same = count() === last ? same + 1 : 0;
    last = count();
  }
}
