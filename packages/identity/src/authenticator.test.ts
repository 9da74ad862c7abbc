import { describe, expect, it, vi } from "vitest";
import { createAuthenticator } from "./authenticator.ts";
import type { Identity } from "./identity.ts";
import type { JwtVerifier } from "./jwt-verifier.ts";
import { keyRing, operator } from "./testing/key-ring.ts";
import { oapErrorOf } from "./testing/oap-error.ts";

const invoke = { key: "exec.invoke", auth: "user" } as const;
const ping = { key: "control.ping", auth: "anonymous" } as const;

/** Keys of two callers, and an issuer whose tokens are their caller's name. */
async function door() {
  const { apiKeys } = keyRing();
  const keyOf = async (caller: string, roles: ("user" | "admin")[] = ["user"]) =>
    (await apiKeys.create({ name: "test", caller, roles }, operator)).secret as string;
  const identify = vi.fn(async (token: string): Promise<Identity> => ({ id: token, roles: ["user"], method: "jwt" }));
  const authenticate = createAuthenticator({
    mode: "required",
    apiKeys,
    jwt: { identify } as unknown as JwtVerifier,
  });
  const withoutTokens = createAuthenticator({ mode: "required", apiKeys });
  return {
    ada: await keyOf("user:ada"),
    grace: await keyOf("user:grace", ["user", "admin"]),
    authenticate,
    withoutTokens,
    identify,
  };
}

describe("a credential", () => {
  it("may be an API key in its own header, at once", async () => {
    const { ada, authenticate } = await door();
    expect(authenticate({ apiKey: ada }, invoke)).toMatchObject({ id: "user:ada", method: "api_key" });
  });

  it.each(["Bearer ", "bearer ", "BEARER  "])("may be an API key after `%s`", async (scheme) => {
    const { ada, authenticate, identify } = await door();
    expect(authenticate({ authorization: `${scheme}${ada}` }, invoke)).toMatchObject({ id: "user:ada" });
    expect(identify).not.toHaveBeenCalled();
  });

  it("may be a signed token", async () => {
    const { authenticate } = await door();
    expect(await authenticate({ authorization: "Bearer user:ada" }, invoke)).toMatchObject({ method: "jwt" });
  });

  it.each(["", "Basic dXNlcjpwYXNz", "Bearer", "Bearer ", "Bearer one two", "user:ada", "Bearer a\nb"])(
    "cannot be `%s` in Authorization",
    async (authorization) => {
      const { authenticate } = await door();
      expect((await oapErrorOf(() => authenticate({ authorization }, invoke))).code).toBe("UNAUTHENTICATED");
    },
  );

  it("cannot be a token where there is no issuer, nor in the header of keys", async () => {
    const { authenticate, withoutTokens } = await door();
    const error = await oapErrorOf(() => withoutTokens({ authorization: "Bearer user:ada" }, invoke));
    expect(error.code).toBe("UNAUTHENTICATED");
    expect((await oapErrorOf(() => authenticate({ apiKey: "user:ada" }, invoke))).code).toBe("UNAUTHENTICATED");
  });

  it("must be good even where none is needed", async () => {
    const { authenticate } = await door();
    expect((await oapErrorOf(() => authenticate({ apiKey: "oap_x" }, ping))).code).toBe("UNAUTHENTICATED");
  });
});

describe("two credentials", () => {
  it("may agree", async () => {
    const { ada, authenticate } = await door();
    expect(authenticate({ apiKey: ada, authorization: `Bearer ${ada}` }, invoke)).toMatchObject({ id: "user:ada" });
    expect(await authenticate({ apiKey: ada, authorization: "Bearer user:ada" }, invoke)).toMatchObject({
      method: "api_key",
    });
  });

  it("must not stand for different callers, or for one with different roles", async () => {
    const { ada, grace, authenticate } = await door();
    for (const authorization of [`Bearer ${grace}`, "Bearer user:grace"]) {
      const error = await oapErrorOf(() => authenticate({ apiKey: ada, authorization }, invoke));
      expect(error).toMatchObject({ code: "UNAUTHENTICATED", message: expect.stringContaining("different") });
    }
    const error = await oapErrorOf(() => authenticate({ apiKey: grace, authorization: "Bearer user:grace" }, invoke));
    expect(error.code).toBe("UNAUTHENTICATED");
  });

  it("must both be good", async () => {
    const { ada, authenticate } = await door();
    const error = await oapErrorOf(() => authenticate({ apiKey: ada, authorization: "Bearer oap_x" }, invoke));
    expect(error.code).toBe("UNAUTHENTICATED");
  });
});

describe("Orch-Caller", () => {
  it("may name the credential's caller, and no other: the refusal names both", async () => {
    const { ada, authenticate } = await door();
    expect(authenticate({ apiKey: ada, caller: "user:ada" }, invoke)).toMatchObject({ id: "user:ada" });
    const byKey = await oapErrorOf(() => authenticate({ apiKey: ada, caller: "user:grace" }, ping));
    const byToken = await oapErrorOf(() =>
      authenticate({ authorization: "Bearer user:ada", caller: "user:grace" }, invoke),
    );
    for (const error of [byKey, byToken]) {
      expect(error).toMatchObject({ code: "FORBIDDEN", message: expect.stringMatching(/user:grace.*user:ada/) });
    }
  });

  it("without a credential is nobody's word", async () => {
    const { authenticate } = await door();
    for (const operation of [invoke, ping]) {
      expect((await oapErrorOf(() => authenticate({ caller: "user:ada" }, operation))).code).toBe("UNAUTHENTICATED");
    }
    expect(authenticate({ caller: "anonymous" }, ping)).toMatchObject({ id: "anonymous", roles: [] });
  });
});

describe("development", () => {
  const authenticate = createAuthenticator({ mode: "development" });

  it("takes callers at their word, with every role", () => {
    expect(authenticate({ caller: "user:ada" }, invoke)).toEqual({
      id: "user:ada",
      roles: ["user", "admin"],
      method: "development",
    });
    expect(authenticate({}, invoke)).toMatchObject({ id: "development", method: "development" });
  });
});
