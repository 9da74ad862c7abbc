import type { LookupAddress } from "node:dns";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { selfSignedCertificate } from "../testing/self-signed-certificate.ts";
import { AllowedOrigins, type OriginRules } from "./allowed-origins.ts";
import { guardedFetch, type Lookup } from "./guarded-fetch.ts";

const hello: RequestListener = (_, response) => response.writeHead(200, { connection: "close" }).end("hello");

async function portOf(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A resolver that answers one list after the other, and the last for ever. */
function resolver(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const lookup: Lookup = (hostname, _options, callback) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    const found: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    setImmediate(() => callback(null, found));
  };
  return { lookup, asked };
}

function get(url: string, rules: OriginRules, lookup?: Lookup, signal = AbortSignal.timeout(10_000)) {
  return guardedFetch(new AllowedOrigins(rules), lookup)(new URL(url), { signal });
}

describe("a guarded fetch", () => {
  it("reads what is allowed", async () => {
    const origin = `http://127.0.0.1:${await portOf(createServer(hello))}`;
    const response = await get(`${origin}/x`, { allowed: [origin] });
    expect(await response.text()).toBe("hello");
  });

  it("sends nothing to an origin that is not allowed", async () => {
    const port = await portOf(createServer(hello));
    await expect(get(`http://127.0.0.1:${port}/`, { allowed: [`https://127.0.0.1:${port}`] })).rejects.toMatchObject({
      name: "FetchFailure",
      stage: "not_allowed",
    });
  });

  it.each([
    ["a private address", ["10.1.2.3"]],
    ["the loopback", ["127.0.0.1"]],
    ["the loopback of IPv6", ["::1"]],
    ["a mapped loopback", ["::ffff:127.0.0.1"]],
    ["the metadata service of a cloud", ["169.254.169.254"]],
    ["no address", []],
  ])("does not follow a name to %s", async (_, addresses) => {
    let requests = 0;
    const port = await portOf(createServer(() => requests++));
    const origin = `http://module.example:${port}`;
    const { lookup, asked } = resolver(addresses);
    await expect(get(`${origin}/`, { allowed: [origin] }, lookup)).rejects.toMatchObject({
      stage: "not_allowed",
      message: `${origin} leads to an address that may not be called.`,
    });
    expect(asked).toEqual(["module.example"]);
    expect(requests).toBe(0);
  });

  it("follows a name to a private address where that is configured", async () => {
    const origin = `http://module.example:${await portOf(createServer(hello))}`;
    const { lookup } = resolver(["127.0.0.1"]);
    const response = await get(`${origin}/`, { allowed: [], private: [origin] }, lookup);
    expect(await response.text()).toBe("hello");
  });

  it("connects to those of a name's addresses that may be called, and to no other", async () => {
    const origin = `http://localhost:${await portOf(createServer(hello))}`;
    const { lookup } = resolver(["10.255.255.1", "127.0.0.1"]);
    expect(await (await get(`${origin}/`, { allowed: [origin] }, lookup)).text()).toBe("hello");
  });

  it("asks once for a connection, and checks each anew: a name that changes its mind gains nothing", async () => {
    const origin = `http://localhost:${await portOf(createServer(hello))}`;
    const { lookup, asked } = resolver(["127.0.0.1"], ["10.0.0.1"]);
    const fetch = guardedFetch(new AllowedOrigins({ allowed: [origin] }), lookup);
    const signal = AbortSignal.timeout(10_000);
    expect(await (await fetch(new URL(origin), { signal })).text()).toBe("hello");
    expect(asked).toHaveLength(1);
    await expect(fetch(new URL(origin), { signal })).rejects.toMatchObject({ stage: "not_allowed" });
    expect(asked).toHaveLength(2);
  });

  it("answers a redirect as it is", async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests++;
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    const origin = `http://127.0.0.1:${await portOf(server)}`;
    const response = await get(`${origin}/`, { allowed: [origin] });
    expect([response.status, response.headers.get("location"), requests]).toEqual([307, "/elsewhere", 1]);
  });

  it("knows that nothing was sent where nobody listens or a name does not exist", async () => {
    const server = createServer(hello);
    const origin = `http://127.0.0.1:${await portOf(server)}`;
    await new Promise((resolve) => server.close(resolve));
    await expect(get(origin, { allowed: [origin] })).rejects.toMatchObject({
      stage: "not_connected",
      code: "ECONNREFUSED",
    });
    const nowhere: Lookup = (_hostname, _options, callback) =>
      callback(Object.assign(new Error("no"), { code: "ENOTFOUND" }), []);
    await expect(get("http://module.example/", { allowed: ["http://module.example"] }, nowhere)).rejects.toMatchObject({
      stage: "not_connected",
      code: "ENOTFOUND",
    });
  });

  it("knows that nothing was sent where nobody vouches for the certificate, or there is none", async () => {
    let requests = 0;
    const count: RequestListener = () => requests++;
    const secure = createSecureServer(selfSignedCertificate("module.example"), count);
    const origin = `https://127.0.0.1:${await portOf(secure)}`;
    await expect(get(origin, { allowed: [origin] })).rejects.toMatchObject({
      stage: "not_connected",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    const plain = `https://127.0.0.1:${await portOf(createServer(count))}`;
    await expect(get(plain, { allowed: [plain] })).rejects.toMatchObject({ stage: "not_connected" });
    expect(requests).toBe(0);
  });

  it("does not know it where the connection broke", async () => {
    const origin = `http://127.0.0.1:${await portOf(createServer(({ socket }) => socket.destroy()))}`;
    await expect(get(origin, { allowed: [origin] })).rejects.toMatchObject({ stage: "broken" });
  });

  it("ends with its signal, also while it connects", async () => {
    const controller = new AbortController();
    const never: Lookup = () => void setImmediate(() => controller.abort(new Error("enough")));
    await expect(
      get("http://module.example/", { allowed: ["http://module.example"] }, never, controller.signal),
    ).rejects.toThrow("enough");
  });
});

describe("allowed origins", () => {
  it("compares origins as URLs do", () => {
    const origins = new AllowedOrigins({ allowed: ["HTTPS://Api.Example:443/", "http://[::1]:80"] });
    expect(origins.reach(new URL("https://api.example/x?y"))).toBe("public");
    expect(origins.reach(new URL("http://[0:0::1]/"))).toBe("any");
    expect(origins.reach(new URL("https://api.example:444/"))).toBeUndefined();
    expect(origins.reach(new URL("https://sub.api.example/"))).toBeUndefined();
    expect(origins.reach(new URL("https://api.example./"))).toBeUndefined();
    expect(`${origins}`).toBe("https://api.example, http://[::1]");
  });

  it.each(["example.org", "https://example.org/path", "https://user@example.org", "ftp://example.org", "", "*"])(
    "refuses %j as one",
    (text) => {
      expect(() => new AllowedOrigins({ allowed: [text] })).toThrow(TypeError);
      expect(() => new AllowedOrigins({ allowed: [], private: [text] })).toThrow(TypeError);
    },
  );
});
