import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createSocketServer } from "node:net";
import { gzipSync } from "node:zlib";
import type { HttpFetchOutput, JsonObject } from "@oap/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AttemptRequest } from "../attempt.ts";
import { runOf } from "../testing/run-of.ts";
import { type HttpPluginOptions, httpPlugin } from "./http.ts";

const servers: Server[] = [];
const seen: { method: string | undefined; url: string | undefined; headers: IncomingMessage["headers"] }[] = [];

async function listen(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const pages: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
  "/text": (response) =>
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8", etag: '"1"', "x-own": "no" }).end("größer"),
  "/latin1": (response) =>
    response
      .writeHead(200, { "content-type": 'text/plain; charset="iso-8859-1"' })
      .end(Buffer.from("größer", "latin1")),
  "/wrong-charset": (response) =>
    response.writeHead(200, { "content-type": "text/plain" }).end(Buffer.from("größer", "latin1")),
  "/unknown-charset": (response) => response.writeHead(200, { "content-type": "text/plain; charset=x-own" }).end("a"),
  "/json": (response) => response.writeHead(200, { "content-type": "application/problem+json" }).end('{"a":1}'),
  "/picture": (response) => response.writeHead(200, { "content-type": "image/png" }).end(Buffer.from([0x89, 0x50])),
  "/untyped": (response) => response.writeHead(200).end("a"),
  "/missing": (response) => response.writeHead(404, { "content-type": "text/plain" }).end("not here"),
  "/broken": (response) => response.writeHead(500).end(),
  "/empty": (response) => response.writeHead(204).end(),
  "/gzip": (response) =>
    response
      .writeHead(200, { "content-type": "text/plain", "content-encoding": "gzip" })
      .end(gzipSync("x".repeat(3_000_000))),
  "/endless": (response) => {
    response.writeHead(200, { "content-type": "text/plain" });
    const write = () => {
      while (!response.destroyed && response.write("ä".repeat(10_000)));
    };
    response.on("drain", write);
    write();
  },
  "/silent": () => {},
  "/stalls": (response) => void response.writeHead(200, { "content-type": "text/plain" }).write("a"),
  "/hangs-up": (_, request) => void request.socket.destroy(),
  "/breaks-off": (response, request) => {
    response.writeHead(200, { "content-type": "text/plain", "content-length": "1000" });
    response.write("a", () => request.socket.destroy());
  },
  "/again": (response) => response.writeHead(302, { location: "/text" }).end("moved"),
  "/loop": (response) => response.writeHead(307, { location: "/loop" }).end(),
  "/without-location": (response) => response.writeHead(302).end(),
  "/not-modified": (response) => response.writeHead(304).end(),
};

let origin: string;
let secondOrigin: string;
let otherOrigin: string;
let run: ReturnType<typeof runOf>;

beforeAll(async () => {
  const handle: RequestListener = (request, response) => {
    const { method, url, headers } = request;
    seen.push({ method, url, headers });
    const to = /^\/to\?(.*)$/.exec(url ?? "")?.[1];
    if (to !== undefined) response.writeHead(303, { location: decodeURIComponent(to) }).end();
    else (pages[url ?? ""] ?? pages["/missing"]!)(response, request);
  };
  [origin, secondOrigin, otherOrigin] = await Promise.all([listen(handle), listen(handle), listen(handle)]);
  run = runOf(httpPlugin({ allowedOrigins: [origin, `${secondOrigin}/`] }));
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const get = (url: string, more: JsonObject = {}, request: Partial<AttemptRequest> = {}) =>
  run("fetch", { url, ...more }, request);

async function fetched(path: string, more?: JsonObject): Promise<HttpFetchOutput> {
  const outcome = await get(origin + path, more);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.output as unknown as HttpFetchOutput;
}

describe("http.fetch", () => {
  it("reads text in its character set, and passes on a few headers", async () => {
    expect(await fetched("/text")).toEqual({
      url: `${origin}/text`,
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8", etag: '"1"' },
      body: "größer",
      bytes: 8,
      truncated: false,
    });
    expect(await fetched("/latin1")).toMatchObject({ body: "größer", bytes: 6 });
    expect(await fetched("/json")).toMatchObject({ body: '{"a":1}' });
  });

  it.each(["/picture", "/untyped", "/wrong-charset", "/unknown-charset"])(
    "gives what is not text in base64: %s",
    async (path) => {
      const output = await fetched(path);
      expect(output.body).toBeUndefined();
      expect(Buffer.from(output.body_base64 ?? "", "base64")).toHaveLength(output.bytes);
    },
  );

  it.each([
    ["/missing", 404],
    ["/broken", 500],
    ["/empty", 204],
    ["/not-modified", 304],
    ["/without-location", 302],
  ])("takes %s as an answer with the status %i", async (path, status) => {
    expect(await fetched(path)).toMatchObject({ status, truncated: false });
  });

  it("asks by HEAD for the headers alone", async () => {
    const output = await fetched("/text", { method: "HEAD" });
    expect(output).toMatchObject({ status: 200, headers: { etag: '"1"' }, bytes: 0, truncated: false });
    expect(output).not.toHaveProperty("body");
    expect(output).not.toHaveProperty("body_base64");
    expect(seen.at(-1)).toMatchObject({ method: "HEAD" });
  });

  it("sends the accept header, and no credentials", async () => {
    await fetched("/text", { accept: "text/plain" });
    expect(seen.at(-1)?.headers).toMatchObject({ accept: "text/plain", "accept-encoding": "identity" });
    expect(seen.at(-1)?.headers).not.toHaveProperty("authorization");
    expect(seen.at(-1)?.headers).not.toHaveProperty("cookie");
  });

  it("cuts off a body that does not end, and leaves out a character that it cut in two", async () => {
    expect(await fetched("/endless", { max_bytes: 1001 })).toMatchObject({
      bytes: 1001,
      body: "ä".repeat(500),
      truncated: true,
    });
    const output = await fetched("/endless");
    expect(output).toMatchObject({ bytes: 1024 * 1024, truncated: true });
  });

  it("does not read more of a compressed body than of another", async () => {
    expect(await fetched("/gzip")).toMatchObject({ bytes: 1024 * 1024, truncated: true });
  });

  it("says that nothing was cut off when the body is exactly as long as allowed", async () => {
    expect(await fetched("/text", { max_bytes: 8 })).toMatchObject({ bytes: 8, truncated: false });
    expect(await fetched("/text", { max_bytes: 7 })).toMatchObject({ bytes: 7, truncated: true });
  });

  it("follows redirects within the allowed origins", async () => {
    expect(await fetched("/again")).toMatchObject({ url: `${origin}/text`, body: "größer" });
    expect(await fetched(`/to?${encodeURIComponent(`${secondOrigin}/text`)}`)).toMatchObject({
      url: `${secondOrigin}/text`,
    });
  });

  it("gives up on a loop of redirects", async () => {
    const before = seen.length;
    expect(await get(`${origin}/loop`)).toMatchObject({
      ok: false,
      retryable: false,
      error: { reason: "UPSTREAM_UNAVAILABLE" },
    });
    expect(seen.length - before).toBe(6);
  });
});

describe("http.fetch refuses as a constraint violation", () => {
  it.each<[string, () => string]>([
    ["another origin", () => `${otherOrigin}/text`],
    ["another port", () => "http://127.0.0.1:1/"],
    ["another name of the same machine", () => origin.replace("127.0.0.1", "localhost")],
    ["another scheme", () => origin.replace("http:", "https:")],
    ["an origin that begins with an allowed one", () => `${origin}.example.org/`],
    ["an allowed origin as user name", () => `${origin}@example.org/`],
    ["credentials", () => origin.replace("//", "//user:secret@")],
    ["a URL that is none", () => "http://["],
    ["a redirect to another origin", () => `${origin}/to?${encodeURIComponent(`${otherOrigin}/text`)}`],
    ["a redirect to another scheme", () => `${origin}/to?${encodeURIComponent("file:///etc/hosts")}`],
    ["a redirect with credentials", () => `${origin}/to?${encodeURIComponent(origin.replace("//", "//user:secret@"))}`],
  ])("%s", async (_, url) => {
    const before = seen.filter(({ headers }) => headers.host === new URL(otherOrigin).host).length;
    const outcome = await get(url());
    expect(outcome).toMatchObject({
      ok: false,
      retryable: false,
      error: { reason: "CONSTRAINT_VIOLATION", details: { error: { type: "PluginError" } } },
    });
    expect(JSON.stringify(outcome)).not.toContain("secret");
    expect(seen.filter(({ headers }) => headers.host === new URL(otherOrigin).host)).toHaveLength(before);
  });

  it("a name that leads to a private address, unless its origin may do so", async () => {
    const named = origin.replace("127.0.0.1", "pages.example");
    const lookup: HttpPluginOptions["lookup"] = (_hostname, _options, callback) =>
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    const before = seen.length;
    const outcome = await runOf(httpPlugin({ allowedOrigins: [named], lookup }))("fetch", { url: `${named}/text` });
    expect(outcome).toMatchObject({ ok: false, retryable: false, error: { reason: "CONSTRAINT_VIOLATION" } });
    expect(seen).toHaveLength(before);
    const internal = runOf(httpPlugin({ allowedOrigins: [], privateOrigins: [named], lookup }));
    expect(await internal("fetch", { url: `${named}/text` })).toMatchObject({ ok: true, output: { body: "größer" } });
  });

  it("everything where no origin is allowed", async () => {
    const outcome = await runOf(httpPlugin({ allowedOrigins: [] }))("fetch", { url: `${origin}/text` });
    expect(outcome).toMatchObject({
      ok: false,
      error: { reason: "CONSTRAINT_VIOLATION", message: expect.stringContaining("Allowed: none.") },
    });
  });

  it("a port that HTTP clients must not use, even if it is allowed", async () => {
    const outcome = await runOf(httpPlugin({ allowedOrigins: ["http://127.0.0.1:9"] }))("fetch", {
      url: "http://127.0.0.1:9/",
    });
    expect(outcome).toMatchObject({ ok: false, retryable: false, error: { reason: "CONSTRAINT_VIOLATION" } });
  });
});

describe("http.fetch on a bad connection", () => {
  it("where nobody listens may be tried again, and nothing has happened", async () => {
    const socket = createSocketServer();
    await new Promise<void>((resolve) => socket.listen(0, "127.0.0.1", resolve));
    const closed = `http://127.0.0.1:${(socket.address() as AddressInfo).port}`;
    await new Promise((resolve) => socket.close(resolve));
    const outcome = await runOf(httpPlugin({ allowedOrigins: [closed] }))("fetch", {
      url: `${closed}/private?token=secret`,
    });
    expect(outcome).toMatchObject({
      ok: false,
      retryable: true,
      error: {
        reason: "UPSTREAM_UNAVAILABLE",
        message: `Nobody answers at ${closed}.`,
        details: { error: { details: { code: "ECONNREFUSED" } } },
      },
    });
    expect(JSON.stringify(outcome)).not.toContain("secret");
  });

  it.each(["/hangs-up", "/breaks-off"])("that %s may be tried again", async (path) => {
    expect(await get(origin + path)).toMatchObject({
      ok: false,
      retryable: true,
      error: { reason: "UPSTREAM_UNAVAILABLE" },
    });
  });

  it.each(["/silent", "/stalls"])("that is %s stops when it is aborted", async (path) => {
    const controller = new AbortController();
    const before = seen.length;
    const outcome = get(origin + path, {}, { signal: controller.signal });
    while (seen.length === before) await new Promise(setImmediate);
    controller.abort();
    expect(await outcome).toMatchObject({ ok: false, cancelled: true });
  });

  it("that is silent ends with its time", async () => {
    expect(await get(`${origin}/silent`, {}, { timeout_ms: 20 })).toMatchObject({
      ok: false,
      timed_out: true,
      retryable: true,
    });
  });
});

describe("httpPlugin", () => {
  it.each(["example.org", "https://example.org/path", "https://user@example.org", "ftp://example.org", "", "*"])(
    "refuses %j as an origin",
    (text) => {
      expect(() => httpPlugin({ allowedOrigins: [text] })).toThrow(TypeError);
    },
  );
});
