import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { OapError } from "@oap/protocol/errors";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect } from "./connect.ts";

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly envelope: { readonly id: string; readonly envelope_type: string; readonly params: unknown };
}

describe("a client over HTTP", () => {
  let server: Server;
  let baseUrl: string;
  let received: Received[];
  let answer: (request: Received, response: ServerResponse) => void;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const envelope = JSON.parse(Buffer.concat(chunks).toString());
      const seen = { method: request.method, url: request.url, headers: request.headers, envelope };
      received.push(seen);
      answer(seen, response);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    received = [];
    answer = pong;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const json = (response: ServerResponse, status: number, body: unknown) =>
    response
      .writeHead(status, { "content-type": "application/json", "orch-module-id": "control-plane" })
      .end(JSON.stringify(body));
  const pong = ({ envelope }: Received, response: ServerResponse) =>
    json(response, 200, {
      ...envelope,
      params: undefined,
      result: { received: true, timestamp: "2026-03-01T09:30:00.000Z" },
    });

  it("posts the envelope to the one path, in its media type", async () => {
    expect(await connect({ baseUrl }).control.ping({ message: "hello" })).toMatchObject({ received: true });
    expect(received).toMatchObject([
      {
        method: "POST",
        url: "/orchestrate",
        headers: { "content-type": "application/vnd.orch-envelope+json;version=oap.v1" },
        envelope: { jsonrpc: "2.0", envelope_type: "control.ping", params: { message: "hello" } },
      },
    ]);
    expect(received[0]?.headers["orch-id"]).toBe(received[0]?.envelope.id);
  });

  it("keeps a path of the base URL, with or without a slash at its end", async () => {
    await connect({ baseUrl: `${baseUrl}/behind/a/proxy/` }).control.ping();
    await connect({ baseUrl: new URL(`${baseUrl}/behind`) }).control.ping();
    expect(received.map(({ url }) => url)).toEqual(["/behind/a/proxy/orchestrate", "/behind/orchestrate"]);
  });

  it("never takes a path of the base URL for another host", async () => {
    await connect({ baseUrl: `${baseUrl}//elsewhere.example/behind` }).control.ping();
    expect(received.map(({ url }) => url)).toEqual(["//elsewhere.example/behind/orchestrate"]);
  });

  it("follows no redirect, so that no credential goes where it was not given for", async () => {
    answer = (_request, response) => response.writeHead(307, { location: `${baseUrl}/elsewhere` }).end();
    await expect(connect({ baseUrl, apiKey: "key-1" }).control.ping()).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: "The answer with HTTP status 307 is not JSON.",
    });
    expect(received).toHaveLength(1);
  });

  it("posts to the base URL exactly as it is where the path is empty", async () => {
    await connect({ baseUrl: `${baseUrl}/modules/far/?tenant=7`, path: "" }).control.ping();
    await connect({ baseUrl, path: "/elsewhere" }).control.ping();
    expect(received.map(({ url }) => url)).toEqual(["/modules/far/?tenant=7", "/elsewhere"]);
  });

  it("sends by another fetch, whose own errors reach the caller", async () => {
    const seen: string[] = [];
    const client = connect({
      baseUrl,
      fetch: async (url, request) => {
        seen.push(`${request.method} ${url.pathname}`);
        if (seen.length > 1) throw new OapError("POLICY_DENIED");
        return await fetch(url, request);
      },
    });
    await client.control.ping();
    await expect(client.control.ping()).rejects.toMatchObject({ code: "POLICY_DENIED" });
    expect(seen).toEqual(["POST /orchestrate", "POST /orchestrate"]);
  });

  it("reads no more of an answer than it is told to", async () => {
    await expect(connect({ baseUrl, answerBytesMax: 20 }).control.ping()).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: "The answer is larger than 20 bytes.",
    });
  });

  it("sends credentials, the caller and headers of one's own", async () => {
    const client = connect({
      baseUrl,
      apiKey: "key-1",
      token: "token-1",
      caller: "user:ada",
      headers: { "X-Team": "imaging" },
    });
    await client.control.ping();
    await client.control.ping({}, { caller: "user:grace", headers: { "x-team": "text" } });
    expect(received[0]?.headers).toMatchObject({
      "orch-api-key": "key-1",
      authorization: "Bearer token-1",
      "orch-caller": "user:ada",
      "x-team": "imaging",
    });
    expect(received[1]?.headers).toMatchObject({ "orch-caller": "user:grace", "x-team": "text" });
  });

  it("gives headers, status and the whole envelope, with members it does not know", async () => {
    answer = ({ envelope }, response) =>
      json(response, 200, { ...envelope, result: { received: true, later: 1 }, _meta: { later: 2 } });
    const { result, status, headers, envelope } = await connect({ baseUrl }).control.ping().withResponse();
    expect({ result, status, module: headers["orch-module-id"], meta: envelope._meta }).toEqual({
      result: { received: true, later: 1 },
      status: 200,
      module: "control-plane",
      meta: { later: 2 },
    });
  });

  it("rejects with what an error envelope says", async () => {
    const error = {
      code: "INVALID_PARAMS",
      message: "No.",
      details: { issues: [] },
      retryable: false,
      cause: "schema",
    };
    answer = ({ envelope }, response) =>
      json(response, 422, { jsonrpc: "2.0", id: envelope.id, envelope_type: "control.ping", error });
    const failure = await connect({ baseUrl })
      .control.ping()
      .catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(OapError);
    expect(failure).toMatchObject({
      code: "INVALID_PARAMS",
      message: "No.",
      details: { issues: [] },
      retryable: false,
      httpStatus: 422,
      cause: "schema",
      headers: { "orch-module-id": "control-plane" },
    });
  });

  it("keeps a code that this version does not know", async () => {
    answer = ({ envelope }, response) =>
      json(response, 418, { ...envelope, error: { code: "TEAPOT", message: "Short and stout.", retryable: true } });
    await expect(connect({ baseUrl }).control.ping()).rejects.toMatchObject({
      code: "TEAPOT",
      retryable: true,
      httpStatus: 418,
    });
  });

  it.each([
    ["no JSON", 502, "<h1>Bad gateway</h1>"],
    ["no envelope", 200, '{"hello":"world"}'],
    ["null", 200, "null"],
    ["nothing", 204, ""],
  ])("takes an answer with %s for an unavailable control plane", async (_, status, body) => {
    answer = (_request, response) => response.writeHead(status).end(body);
    await expect(connect({ baseUrl }).control.ping()).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      retryable: true,
      httpStatus: status,
    });
  });

  it("refuses the answer to another request", async () => {
    answer = ({ envelope }, response) => json(response, 200, { ...envelope, id: "another", result: {} });
    await expect(connect({ baseUrl }).control.ping({}, { id: "mine" })).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: 'The answer is to "another", the request was "mine".',
    });
  });

  it("rejects with the cause when there is no connection", async () => {
    const failure = await connect({ baseUrl: "http://127.0.0.1:1" })
      .control.ping()
      .catch((reason: unknown) => reason);
    expect(failure).toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: "http://127.0.0.1:1 cannot be reached.",
      retryable: true,
    });
    expect((failure as OapError).cause).toBeInstanceOf(Error);
  });

  it("stops waiting when the time is over, also while the body is coming", async () => {
    answer = (_request, response) => void response;
    await expect(connect({ baseUrl, timeoutMs: 20 }).control.ping()).rejects.toMatchObject({
      code: "DEADLINE_EXCEEDED",
    });
    answer = (_request, response) => response.writeHead(200).write('{"jsonrpc":');
    await expect(connect({ baseUrl }).control.ping({}, { timeoutMs: 20 })).rejects.toMatchObject({
      code: "DEADLINE_EXCEEDED",
    });
  });

  it("stops waiting when the caller says so, and then sends nothing more", async () => {
    const controller = new AbortController();
    answer = () => controller.abort("enough");
    const client = connect({ baseUrl });
    const failure = await client.control.ping({}, { signal: controller.signal }).catch((reason: unknown) => reason);
    expect(failure).toMatchObject({ code: "ABORTED", retryable: false, cause: "enough" });
    await expect(client.control.ping({}, { signal: controller.signal })).rejects.toMatchObject({ code: "ABORTED" });
    expect(received).toHaveLength(1);
  });

  it("lets a value that JSON cannot say fail as the mistake that it is", async () => {
    await expect(connect({ baseUrl }).control.ping({ message: 1n as unknown as string })).rejects.toBeInstanceOf(
      TypeError,
    );
    expect(received).toHaveLength(0);
  });
});
