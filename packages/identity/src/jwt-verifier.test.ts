import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type CryptoKey, exportSPKI, importJWK, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recognisedMsMax } from "./credential-cache.ts";
import { keySetBytesMax, keySetRetryMs } from "./fetch-key-set.ts";
import type { JwtOptions } from "./jwt-options.ts";
import { JwtVerifier, tokenBytesMax } from "./jwt-verifier.ts";
import { oapErrorOf } from "./testing/oap-error.ts";
import { startTokenIssuer } from "./testing/token-issuer.ts";

const now = Date.parse("2026-03-01T09:30:00.000Z");
const seconds = now / 1000;
const clock = { now };

let idp: Awaited<ReturnType<typeof startTokenIssuer>>;
let key: Awaited<ReturnType<typeof idp.addKey>>;
let claims: JWTPayload;

beforeAll(async () => {
  idp = await startTokenIssuer();
});
afterAll(() => idp.close());
beforeEach(async () => {
  clock.now = now;
  idp.state.fetches = 0;
  idp.state.respond = undefined;
  idp.published.clear();
  key = await idp.addKey("key-1");
  claims = { iss: idp.issuer, aud: "oap", sub: "user:ada", exp: seconds + 60, roles: ["user"] };
});

const verifier = (options: Partial<JwtOptions> = {}) =>
  new JwtVerifier({ issuer: idp.issuer, audience: "oap", jwksUrl: idp.jwksUrl, ...options }, { now: () => clock.now });
const refusalOf = (token: string, jwt = verifier()) => oapErrorOf(() => jwt.identify(token));

describe("a good token", () => {
  it.each(["ES256", "RS256", "PS256", "EdDSA"])("signed with %s says who calls and with which roles", async (alg) => {
    const token = await idp.sign(await idp.addKey(alg, alg), claims);
    expect(await verifier().identify(token)).toEqual({ id: "user:ada", roles: ["user"], method: "jwt" });
  });

  it("causes one fetch of the keys, whatever number of them comes at once", async () => {
    const jwt = verifier();
    const tokens = await Promise.all([1, 2, 3, 4].map((jti) => idp.sign(key, { ...claims, jti: String(jti) })));
    await Promise.all([...tokens, ...tokens].map((token) => jwt.identify(token)));
    expect(idp.state.fetches).toBe(1);
  });

  it("is known at once when it comes again, until it expires", async () => {
    const jwt = verifier({ clockToleranceMs: 0 });
    const token = await idp.sign(key, { ...claims, exp: seconds + 2 });
    const first = await jwt.identify(token);
    expect(jwt.identify(token)).toBe(first);
    clock.now += 2000;
    expect((await refusalOf(token, jwt)).message).toBe("The bearer token has expired.");
  });

  it("is checked again after a while", async () => {
    const jwt = verifier();
    const token = await idp.sign(key, claims);
    await jwt.identify(token);
    clock.now += recognisedMsMax;
    expect(jwt.identify(token)).toBeInstanceOf(Promise);
  });

  it("may be for several audiences", async () => {
    const token = await idp.sign(key, { ...claims, aud: ["billing", "oap"] });
    expect(await verifier({ audience: ["oap", "oap-test"] }).identify(token)).toMatchObject({ id: "user:ada" });
  });
});

describe("claims", () => {
  it.each<[string, Partial<JwtOptions>, JWTPayload, readonly string[]]>([
    ["one text with spaces", {}, { roles: "admin user email" }, ["admin", "user"]],
    [
      "another name",
      { rolesClaim: "https://example.org/roles" },
      { "https://example.org/roles": ["admin"] },
      ["admin"],
    ],
    ["a place within", { rolesClaim: "/realm_access/roles" }, { realm_access: { roles: ["user"] } }, ["user"]],
    ["a place with a slash", { rolesClaim: "/a~1b/roles" }, { "a/b": { roles: ["user"] } }, ["user"]],
    ["other words", { roles: { operators: "admin" } }, { roles: ["operators", "admin"] }, ["admin"]],
    ["words that mean nothing", {}, { roles: ["root", "constructor", "ADMIN"] }, []],
    ["no text", {}, { roles: { admin: true } }, []],
    ["nothing", {}, { roles: undefined }, []],
    ["a name that every object has", { rolesClaim: "constructor" }, {}, []],
    ["a pointer into a list", { rolesClaim: "/roles/0" }, { roles: ["admin"] }, []],
  ])("roles that are %s are read as configured", async (_, options, payload, roles) => {
    const token = await idp.sign(key, { ...claims, ...payload });
    expect(await verifier(options).identify(token)).toMatchObject({ roles });
  });

  it("name the caller by another claim, with a prefix, as configured", async () => {
    const token = await idp.sign(key, { ...claims, email: "ada@example.org" });
    const jwt = verifier({ callerClaim: "email", callerPrefix: "person:" });
    expect(await jwt.identify(token)).toMatchObject({ id: "person:ada@example.org" });
  });

  it.each<[string, unknown]>([
    ["nobody", undefined],
    ["a number", 7],
    ["an empty text", ""],
    ["two words", "two words"],
    ["a line break", "user:ada\nx-role: admin"],
    ["too long a text", "a".repeat(129)],
    ["whoever has no credential", "anonymous"],
  ])("that name %s are refused", async (_, sub) => {
    const error = await refusalOf(await idp.sign(key, { ...claims, sub: sub as string }));
    expect(error).toMatchObject({ code: "UNAUTHENTICATED", message: expect.stringContaining("`sub`") });
  });
});

describe("a bad token", () => {
  it.each<[string, () => JWTPayload, string]>([
    ["expired", () => ({ exp: seconds - 6 }), "has expired"],
    ["not valid yet", () => ({ nbf: seconds + 6 }), "is not valid yet"],
    ["of another issuer", () => ({ iss: "https://other.example" }), "is of another issuer"],
    ["of no issuer", () => ({ iss: undefined as never }), "is of another issuer"],
    ["for another audience", () => ({ aud: "billing" }), "is meant for another audience"],
    ["for no audience", () => ({ aud: undefined as never }), "is meant for another audience"],
    ["without an end", () => ({ exp: undefined as never }), "has no time at which it expires"],
    ["with a text for its end", () => ({ exp: "never" as never }), "exp"],
  ])("that is %s is refused with the reason", async (_, change, reason) => {
    const token = await idp.sign(key, { ...claims, ...change() });
    const error = await refusalOf(token);
    expect(error.code).toBe("UNAUTHENTICATED");
    if (reason !== "exp") expect(error.message).toBe(`The bearer token ${reason}.`);
    expect(JSON.stringify(error.toOrchError())).not.toContain(token.slice(-20));
  });

  it.each([
    ["a little expired", { exp: seconds - 4 }],
    ["a little too early", { nbf: seconds + 4 }],
  ])("that is %s is taken, since clocks differ", async (_, change) => {
    expect(await verifier().identify(await idp.sign(key, { ...claims, ...change }))).toMatchObject({ id: "user:ada" });
  });

  it("without a signature is refused", async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    for (const alg of ["none", "None", "NONE"]) {
      const error = await refusalOf(`${part({ alg, kid: "key-1" })}.${part(claims)}.`);
      expect(error.code).toBe("UNAUTHENTICATED");
    }
  });

  it("whose secret is the issuer's public key is refused, under the name of that key", async () => {
    const rsa = await idp.addKey("rsa", "RS256");
    const publicKey = (await importJWK(rsa.publicJwk, "RS256", { extractable: true })) as CryptoKey;
    for (const secret of [await exportSPKI(publicKey), rsa.publicJwk.n as string, JSON.stringify(rsa.publicJwk)]) {
      const token = await new SignJWT(claims)
        .setProtectedHeader({ alg: "HS256", kid: "rsa" })
        .sign(new TextEncoder().encode(secret));
      expect((await refusalOf(token)).code).toBe("UNAUTHENTICATED");
    }
    expect(idp.state.fetches).toBe(0);
  });

  it("signed with an algorithm that is not on the list is refused, though the key is published", async () => {
    const token = await idp.sign(await idp.addKey("rsa", "RS256"), claims);
    expect((await refusalOf(token, verifier({ algorithms: ["ES256"] }))).code).toBe("UNAUTHENTICATED");
  });

  it("that brings its own key is refused", async () => {
    const own = await idp.addKey("own");
    idp.published.delete("own");
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: "key-1", jwk: own.publicJwk, jku: "http://127.0.0.1:1/keys" })
      .sign(own.privateKey);
    expect(await refusalOf(token)).toMatchObject({
      code: "UNAUTHENTICATED",
      message: "The bearer token is not a well-formed token with a valid signature.",
    });
  });

  it("that was changed after it was signed is refused", async () => {
    const [header, , signature] = (await idp.sign(key, claims)).split(".");
    const changed = Buffer.from(JSON.stringify({ ...claims, roles: ["admin"] })).toString("base64url");
    expect((await refusalOf(`${header}.${changed}.${signature}`)).code).toBe("UNAUTHENTICATED");
  });

  it.each([
    ["empty", ""],
    ["a word", "token"],
    ["three words", "a.b.c"],
    ["encrypted", "a.b.c.d.e"],
    ["too long", `${"a".repeat(tokenBytesMax)}.b.c`],
  ])("that is %s is refused without asking the issuer", async (_, token) => {
    expect((await refusalOf(token)).code).toBe("UNAUTHENTICATED");
    expect(idp.state.fetches).toBe(0);
  });
});

describe("the issuer's keys", () => {
  it("may be rotated: a new one is fetched, and a withdrawn one is refused once the keys are fetched again", async () => {
    const jwt = verifier({ keySetCooldownMs: 0 });
    const old = await idp.sign(key, claims);
    await jwt.identify(old);
    idp.published.delete("key-1");
    const next = await idp.addKey("key-2");
    expect(await jwt.identify(await idp.sign(next, claims))).toMatchObject({ id: "user:ada" });
    clock.now += recognisedMsMax;
    expect((await refusalOf(old, jwt)).message).toBe("The bearer token is signed by no key that its issuer publishes.");
  });

  it("are fetched once a cooldown for tokens with unknown keys, however many come", async () => {
    const jwt = verifier();
    await jwt.identify(await idp.sign(key, claims));
    const stranger = await idp.addKey("stranger");
    idp.published.delete("stranger");
    for (let count = 0; count < 5; count++) {
      const token = await idp.sign(stranger, claims, { kid: `guess-${count}` });
      expect((await refusalOf(token, jwt)).code).toBe("UNAUTHENTICATED");
    }
    expect(idp.state.fetches).toBe(1);
  });

  it("need a name when there are several", async () => {
    await idp.addKey("key-2");
    expect((await refusalOf(await idp.sign(key, claims, {}))).message).toContain("`kid`");
  });

  it.each<[string, (response: import("node:http").ServerResponse) => void]>([
    ["an error", (response) => response.writeHead(500).end("{}")],
    ["another place", (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end()],
    ["no JSON", (response) => response.end("<html>")],
    ["no key set", (response) => response.end('{"keys":"none"}')],
    ["more than is read", (response) => response.end(`{"keys":[],"x":"${"x".repeat(keySetBytesMax)}"}`)],
    ["a broken line", (response) => response.destroy()],
    ["nothing", () => {}],
  ])("that are answered with %s let nobody in: UPSTREAM_UNAVAILABLE", async (_, respond) => {
    idp.state.respond = (_request, response) => respond(response);
    const token = await idp.sign(key, claims);
    const error = await refusalOf(token, verifier({ keySetTimeoutMs: 100 }));
    expect(error).toMatchObject({ code: "UPSTREAM_UNAVAILABLE", retryable: true });
    expect(error.message).not.toContain("127.0.0.1");
  });

  it("are asked for again a while after a failure, not at once", async () => {
    const jwt = verifier();
    const token = await idp.sign(key, claims);
    idp.state.respond = (_request, response) => response.writeHead(503).end();
    for (let count = 0; count < 5; count++) {
      expect((await refusalOf(token, jwt)).code).toBe("UPSTREAM_UNAVAILABLE");
    }
    expect(idp.state.fetches).toBe(1);
    idp.state.respond = undefined;
    clock.now += keySetRetryMs;
    expect(await jwt.identify(token)).toMatchObject({ id: "user:ada" });
  });

  it("are still good for known tokens' keys while the issuer fails", async () => {
    const jwt = verifier({ keySetCooldownMs: 0 });
    await jwt.identify(await idp.sign(key, claims));
    idp.state.respond = (_request, response) => response.writeHead(503).end();
    expect(await jwt.identify(await idp.sign(key, { ...claims, jti: "2" }))).toMatchObject({ id: "user:ada" });
  });

  it("are not used beyond their age: then the issuer must answer", async () => {
    const jwt = verifier({ keySetAgeMsMax: 0 });
    await jwt.identify(await idp.sign(key, claims));
    idp.state.respond = (_request, response) => response.writeHead(503).end();
    const error = await refusalOf(await idp.sign(key, { ...claims, jti: "2" }), jwt);
    expect(error.code).toBe("UPSTREAM_UNAVAILABLE");
  });

  it("may be in a file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "oap-keys-"));
    try {
      const path = join(folder, "keys.json");
      const token = await idp.sign(key, claims);
      const jwt = verifier({ jwksUrl: pathToFileURL(path) });
      expect((await refusalOf(token, jwt)).code).toBe("UPSTREAM_UNAVAILABLE");
      await writeFile(path, JSON.stringify({ keys: [key.publicJwk] }));
      clock.now += keySetRetryMs;
      expect(await jwt.identify(token)).toMatchObject({ id: "user:ada" });
      expect(idp.state.fetches).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("options", () => {
  it.each<[string, Partial<JwtOptions>]>([
    ["a secret-key algorithm", { algorithms: ["RS256", "HS256"] }],
    ["no signature", { algorithms: ["none"] }],
    ["no algorithm", { algorithms: [] }],
    ["no issuer", { issuer: "" }],
    ["no audience", { audience: [] }],
    ["keys over the open network in the clear", { jwksUrl: "http://issuer.example/keys" }],
    ["keys from nowhere", { jwksUrl: "keys.json" }],
    ["keys in the address itself", { jwksUrl: "data:application/json,{}" }],
    ["a clock that is a day off", { clockToleranceMs: 86_400_000 }],
    ["keys that are good for ever", { keySetAgeMsMax: Number.POSITIVE_INFINITY }],
    ["a cooldown that is no time", { keySetCooldownMs: Number.NaN }],
    ["a fetch that must be over before it begins", { keySetTimeoutMs: -1 }],
  ])("with %s are refused at the start", (_, options) => {
    expect(() => verifier(options)).toThrow(RangeError);
  });

  it("that are undefined have their defaults", async () => {
    const jwt = verifier({ algorithms: undefined, callerClaim: undefined, roles: undefined } as Partial<JwtOptions>);
    expect(await jwt.identify(await idp.sign(key, claims))).toMatchObject({ id: "user:ada", roles: ["user"] });
  });
});
