import { request as httpRequest } from "node:http";
import { connect } from "@oap/client";
import { errorCodes } from "@oap/protocol/errors";
import { type OperationKey, operations } from "@oap/protocol/operations";
import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { firstKey } from "./testing/first-key.ts";
import { envelope, loopbackServer, post, temporaryFolder } from "./testing/loopback-server.ts";
import { allOperations, writePolicies } from "./testing/policies.ts";
import { tokenIssuer } from "./testing/token-issuer.ts";

/** What each kind of caller is answered, by who may call the operation; `through` is whatever the operation itself answers. */
const expected = {
  "no credential": { anonymous: "through", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "a name and no credential": { anonymous: "UNAUTHENTICATED", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "a user's key": { anonymous: "through", user: "through", admin: "FORBIDDEN" },
  "an admin's key": { anonymous: "through", user: "through", admin: "through" },
  "an admin's key as a bearer": { anonymous: "through", user: "through", admin: "through" },
  "an admin's revoked key": { anonymous: "UNAUTHENTICATED", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "an admin's key under another name": { anonymous: "FORBIDDEN", user: "FORBIDDEN", admin: "FORBIDDEN" },
  "a user's token": { anonymous: "through", user: "through", admin: "FORBIDDEN" },
  "an admin's token": { anonymous: "through", user: "through", admin: "through" },
  "a token without roles": { anonymous: "through", user: "FORBIDDEN", admin: "FORBIDDEN" },
} as const;
type Kind = keyof typeof expected;

async function callersOf(dataDir: string) {
  const issuer = await tokenIssuer();
  const admin = await firstKey(dataDir, "user:grace", ["user", "admin"]);
  const identity = { mode: "required", jwt: issuer.jwt } as const;
  const { url } = await loopbackServer({ dataDir, identity });
  const { apiKey } = connect({ baseUrl: url, apiKey: admin }).control;
  const user = await apiKey.create({ name: "table", caller: "user:ada", roles: ["user"] });
  const revoked = await apiKey.create({ name: "table", caller: "user:grace", roles: ["admin"] });
  await apiKey.revoke({ key_id: revoked.key_id, reason: "It was on a lost laptop." });
  const credentials: Readonly<Record<Kind, Record<string, string>>> = {
    "no credential": {},
    "a name and no credential": { "orch-caller": "user:grace" },
    "a user's key": { "orch-api-key": user.secret as string, "orch-caller": "user:ada" },
    "an admin's key": { "orch-api-key": admin },
    "an admin's key as a bearer": { authorization: `Bearer ${admin}` },
    "an admin's revoked key": { "orch-api-key": revoked.secret as string },
    "an admin's key under another name": { "orch-api-key": admin, "orch-caller": "user:ada" },
    "a user's token": { authorization: `Bearer ${await issuer.sign("user:ada", ["user"])}` },
    "an admin's token": { authorization: `Bearer ${await issuer.sign("user:grace", ["user", "admin"])}` },
    "a token without roles": { authorization: `Bearer ${await issuer.sign("user:nobody", [])}` },
  };
  return { url, credentials, admin };
}

/** Params of every operation that are wrong where any can be, so that nothing happens and yet they are looked at. */
const paramsOf = (key: OperationKey) => ({ limit: 0, scope: 0, caller: 0, action: 0, message: 0, of: key });

describe("with identities required", () => {
  it("every operation answers every kind of caller by its policy, with the status of the code", async () => {
    const { url, credentials } = await callersOf(await temporaryFolder());
    for (const kind of Object.keys(expected) as Kind[]) {
      for (const key of Object.keys(operations) as OperationKey[]) {
        const { auth, requestType } = operations[key];
        const request = envelope(key, paramsOf(key));
        const wanted = expected[kind][auth];
        const { status, body, headers } = await post(`${url}/orchestrate`, request, credentials[kind]);
        const code = body.error?.code;
        const what = `${key} for ${kind}: ${body.error?.message}`;
        if (wanted === "through") {
          const isWrong = validators[requestType](request).length > 0;
          if (isWrong) expect.soft([status, code], what).toEqual([422, "INVALID_PARAMS"]);
          else expect.soft(["UNAUTHENTICATED", "FORBIDDEN", "POLICY_DENIED", "INTERNAL"], what).not.toContain(code);
        } else {
          expect.soft([status, code], what).toEqual([errorCodes[wanted].httpStatus, wanted]);
        }
        expect.soft(headers.get("www-authenticate"), what).toBe(status === 401 ? "Bearer" : null);
      }
    }
  });

  it("says of an answer whom it was for, and of a refusal only whom it knows", async () => {
    const { url, credentials } = await callersOf(await temporaryFolder());
    const ping = (kind: Kind) => post(`${url}/orchestrate`, envelope("control.ping", {}), credentials[kind]);
    expect((await ping("an admin's token")).headers.get("orch-caller")).toBe("user:grace");
    expect((await ping("no credential")).headers.get("orch-caller")).toBe("anonymous");
    expect((await ping("an admin's key under another name")).headers.get("orch-caller")).toBeNull();
    const named = await post(
      `${url}/orchestrate`,
      envelope("control.ping", {}, { _meta: { caller: "user:ada" } }),
      credentials["an admin's key"],
    );
    expect(named.body.error.code).toBe("FORBIDDEN");
  });

  it("takes the same way at /rpc, where the HTTP status is always 200", async () => {
    const { url, credentials } = await callersOf(await temporaryFolder());
    const call = (kind: Kind) =>
      post(`${url}/rpc`, { jsonrpc: "2.0", id: 1, method: "control.apiKey.list", params: {} }, credentials[kind]);
    expect(await call("no credential")).toMatchObject({ status: 200, body: { error: { code: -32010 } } });
    expect(await call("a user's token")).toMatchObject({ status: 200, body: { error: { code: -32011 } } });
    expect((await call("an admin's key")).body.result.items).toHaveLength(3);
  });

  it("gives work the caller and the roles of its credential", async () => {
    const { url, credentials, admin } = await callersOf(await temporaryFolder());
    const evaluate = (apiKey: string) =>
      connect({ baseUrl: url, apiKey }).policy.evaluate({ action: "control.apiKey.create", context: {} });
    expect((await evaluate(admin)).decision).toBe("ALLOW");
    expect((await evaluate(credentials["a user's key"]["orch-api-key"] as string)).decision).toBe("DENY");
  });

  it("shows a secret once, and revokes for good", async () => {
    const dataDir = await temporaryFolder();
    const admin = await firstKey(dataDir, "user:grace", ["admin"]);
    const first = await loopbackServer({ dataDir, identity: { mode: "required" } });
    const { apiKey } = connect({ baseUrl: first.url, apiKey: admin }).control;
    const { key_id, secret = "" } = await apiKey.create({ name: "once", caller: "user:ada", roles: ["admin"] });
    const asAda = () => connect({ baseUrl: first.url, apiKey: secret }).control.apiKey.list({});
    expect(JSON.stringify(await asAda())).not.toContain(secret.slice(-49));
    await apiKey.revoke({ key_id });
    await expect(asAda()).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
      message: expect.stringContaining("revoked"),
    });
    await first.close();
    const { url } = await loopbackServer({ dataDir, identity: { mode: "required" } });
    await expect(connect({ baseUrl: url, apiKey: secret }).control.apiKey.list({})).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
    const { items } = await connect({ baseUrl: url, apiKey: admin }).control.apiKey.list({});
    expect(items).toMatchObject([{ key_id, revoked_by: "user:grace" }, { created_by: "data-folder-owner" }]);
  });
});

describe("with the identity of development", () => {
  it("takes callers for whom they say they are, with every role", async () => {
    const { url } = await loopbackServer();
    const { headers } = await post(`${url}/orchestrate`, envelope("control.apiKey.list", {}), {
      "orch-caller": "user:x",
    });
    expect(headers.get("orch-caller")).toBe("user:x");
    const unnamed = await post(`${url}/orchestrate`, envelope("control.apiKey.list", {}));
    expect(unnamed.headers.get("orch-caller")).toBe("development");
  });

  it("does not start where others could reach it", async () => {
    await expect(loopbackServer({ host: "0.0.0.0" })).rejects.toThrow(/not a loopback address.*--identity required/);
    await expect(loopbackServer({ allowedHosts: ["oap.example.org"] })).rejects.toThrow(/--identity required/);
  });
});

describe("names of the host", () => {
  const statusOf = (url: string, host: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(`${url}/healthz`, { headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on("error", reject).end();
    });

  it("are answered where they were allowed, on every interface, and no others", async () => {
    const allowedHosts = ["OAP.example.org"];
    const server = await loopbackServer({ host: "0.0.0.0", allowedHosts, identity: { mode: "required" } });
    const url = server.url.replace("0.0.0.0", "127.0.0.1");
    expect(await statusOf(url, "oap.example.org:8443")).toBe(200);
    expect(await statusOf(url, "127.0.0.1")).toBe(200);
    expect(await statusOf(url, "evil.example")).toBe(421);
    expect(await statusOf(url, "0.0.0.0")).toBe(421);
  });
});

describe("limits", () => {
  it("answer 429 with the time to wait to the caller who is over theirs alone", async () => {
    const limits = [{ name: "limit of a caller", scope: "caller", burst: 2, perSecond: 0.001 }] as const;
    const { url } = await loopbackServer({ limits });
    const ping = (caller: string) =>
      post(`${url}/orchestrate`, envelope("control.ping", {}), { "orch-caller": caller });
    expect([(await ping("user:ada")).status, (await ping("user:ada")).status]).toEqual([200, 200]);
    const refused = await ping("user:ada");
    expect(refused.status).toBe(429);
    expect(refused.body.error).toMatchObject({ code: "RATE_LIMITED", retryable: true });
    const { retry_after_ms } = refused.body.error.details;
    expect(refused.headers.get("retry-after")).toBe(String(Math.ceil(retry_after_ms / 1000)));
    expect(refused.headers.get("orch-caller")).toBe("user:ada");
    expect((await ping("user:grace")).status).toBe(200);
  });

  it("count what is refused for want of a role, and not what has no credential", async () => {
    const dataDir = await temporaryFolder();
    const apiKey = await firstKey(dataDir, "user:ada", ["user"]);
    const limits = [{ name: "quota", scope: "caller", burst: 1, perSecond: 0.001 }] as const;
    const { url } = await loopbackServer({ dataDir, limits, identity: { mode: "required" } });
    const list = (headers: Record<string, string>) =>
      post(`${url}/orchestrate`, envelope("control.apiKey.list", {}), headers);
    expect([(await list({})).status, (await list({})).status]).toEqual([401, 401]);
    expect((await list({ "orch-api-key": apiKey })).status).toBe(403);
    const refused = await list({ "orch-api-key": apiKey });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(900);
  });

  it("that cannot be keep it from starting", async () => {
    const limits = [{ name: "nonsense", scope: "global", burst: 0, perSecond: 1 }] as const;
    await expect(loopbackServer({ limits })).rejects.toThrow(/nonsense must have a burst/);
    const jwt = { issuer: "https://issuer.example", audience: "oap", jwksUrl: "http://issuer.example/keys" };
    await expect(loopbackServer({ identity: { mode: "required", jwt } })).rejects.toThrow(/JWKS URL/);
  });
});

describe("sessions", () => {
  const session_id = "ses-1";

  it("are opened, joined by header or body, and closed by their own caller alone", async () => {
    const { url } = await loopbackServer();
    const ada = connect({ baseUrl: url, caller: "user:ada" });
    const ping = (caller: string, more: object = {}, headers: Record<string, string> = {}) =>
      post(`${url}/orchestrate`, envelope("control.ping", {}, more), { "orch-caller": caller, ...headers });
    const { started_at } = await ada.control.session.open({ session_id, caller: "user:ada", purpose: "A test." });
    expect(Date.parse(started_at)).toBeGreaterThan(0);
    const joined = await ping("user:ada", {}, { "orch-session-id": session_id });
    expect(joined.body).toMatchObject({ result: { received: true }, _meta: { session_id } });
    expect(joined.headers.get("orch-session-id")).toBe(session_id);
    for (const refused of [
      await ping("user:eve", { _meta: { session_id } }),
      await ping("user:eve", {}, { "orch-session-id": session_id }),
    ]) {
      expect(refused).toMatchObject({ status: 409, body: { error: { code: "ID_CONFLICT" } } });
    }
    const eve = connect({ baseUrl: url, caller: "user:eve" }).control.session;
    await expect(eve.close({ session_id })).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
    await expect(eve.open({ session_id: "ses-2", caller: "user:ada" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    await ada.control.session.close({ session_id, reason: "It is over." });
    expect((await ping("user:ada", { _meta: { session_id } })).body.error.message).toContain("was closed");
  });

  it("are what policy reads: the attributes that they were opened with", async () => {
    const { url } = await loopbackServer({ policies: await regionalPolicies() });
    const client = connect({ baseUrl: url, caller: "user:ada" });
    const params = { action: "text.statistics", context: {} };
    expect((await client.policy.evaluate(params)).decision).toBe("DENY");
    await client.control.session.open({ session_id, caller: "user:ada", attributes: { region: "eu" } });
    const answer = await post(`${url}/orchestrate`, envelope("policy.evaluate", params, { _meta: { session_id } }), {
      "orch-caller": "user:ada",
    });
    expect(answer.body.result.decision).toBe("ALLOW");
  });

  async function regionalPolicies(): Promise<string> {
    return writePolicies(
      await temporaryFolder(),
      allOperations,
      `@id("eu") permit (principal, action, resource) when { context has attributes && context.attributes.hasTag("region") && context.attributes.getTag("region") == "eu" };`,
    );
  }
});

describe("a watcher's stream", () => {
  it("ends when the key is revoked or the token expires, and is not opened again", { timeout: 20_000 }, async () => {
    const issuer = await tokenIssuer();
    const dataDir = await temporaryFolder();
    const admin = await firstKey(dataDir, "user:grace", ["user", "admin"]);
    const { url } = await loopbackServer({
      dataDir,
      identity: { mode: "required", jwt: { ...issuer.jwt, clockToleranceMs: 0 } },
      limits: [],
    });
    const { apiKey } = connect({ baseUrl: url, apiKey: admin }).control;
    const watching = await apiKey.create({ name: "watch", caller: "user:ada", roles: ["user", "admin"] });
    const byKey = { "orch-api-key": watching.secret as string };
    const byToken = { authorization: `Bearer ${await issuer.sign("user:bo", ["admin"], "1 s")}` };
    const streams = await Promise.all([byKey, byToken].map((headers) => fetch(`${url}/events`, { headers })));
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    await apiKey.revoke({ key_id: watching.key_id });
    // They end by themselves; else this would wait for ever.
    await Promise.all(streams.map((stream) => stream.text()));
    const again = await Promise.all([byKey, byToken].map((headers) => fetch(`${url}/events`, { headers })));
    expect(again.map(({ status }) => status)).toEqual([401, 401]);
  });
});
