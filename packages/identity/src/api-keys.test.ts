import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isApiKeySecret, writeApiKeySecret } from "./api-key-secret.ts";
import { recognisedMsMax } from "./credential-cache.ts";
import { keyRing, operator } from "./testing/key-ring.ts";
import { oapErrorOf } from "./testing/oap-error.ts";

const importer = { name: "nightly import", caller: "service:import", roles: ["user" as const] };

async function issued(params: Parameters<ReturnType<typeof keyRing>["apiKeys"]["create"]>[0] = importer) {
  const ring = keyRing();
  const created = await ring.apiKeys.create(params, operator);
  return { ...ring, created, secret: created.secret as string };
}

describe("creating a key", () => {
  it("answers the secret, by which its caller is known with its roles", async () => {
    const { apiKeys, created, secret } = await issued();
    expect(validators.ControlApiKeyCreateResult(created)).toEqual([]);
    expect(created).toMatchObject({ ...importer, created_at: "2026-03-01T09:30:00.000Z" });
    expect(apiKeys.identify(secret)).toEqual({
      id: "service:import",
      roles: ["user"],
      method: "api_key",
      key_id: created.key_id,
    });
  });

  it("keeps neither the secret nor any part of its random characters", async () => {
    const { keys, secret } = await issued();
    const kept = JSON.stringify([...keys.values()]);
    expect(kept).toMatch(/"secret_hash":"sha256:[0-9a-f]{64}"/);
    expect(kept).not.toContain(secret.slice(-49, -33));
  });

  it.each([
    [["user"], ["admin"]],
    [["user"], ["user", "admin"]],
    [[], ["user"]],
  ] as const)("refuses whoever has the roles %j and gives %j", async (own, given) => {
    const { apiKeys, keys } = keyRing();
    const error = await oapErrorOf(() =>
      apiKeys.create({ ...importer, roles: [...given] }, { id: "user:ada", roles: own }),
    );
    expect(error).toMatchObject({ code: "FORBIDDEN", message: expect.stringContaining("user:ada") });
    expect(keys.size).toBe(0);
  });

  it("lets an admin give the role of a user", async () => {
    const { apiKeys } = keyRing();
    await expect(apiKeys.create(importer, { id: "user:grace", roles: ["admin"] })).resolves.toMatchObject(importer);
  });

  it.each([
    ["a time that is over", { ...importer, expires_at: "2026-03-01T09:30:00.000Z" }, "/params/expires_at"],
    ["a time that there is not", { ...importer, expires_at: "2026-13-01T09:30:00Z" }, "/params/expires_at"],
    ["the name of nobody", { ...importer, caller: "anonymous" }, "/params/caller"],
    ["no roles", { ...importer, roles: [] }, "/params/roles"],
    ["a caller with a space", { ...importer, caller: "two words" }, "/params/caller"],
  ])("refuses %s", async (_, params, pointer) => {
    const { apiKeys } = keyRing();
    const error = await oapErrorOf(() => apiKeys.create(params, operator));
    expect(error).toMatchObject({ code: "INVALID_PARAMS", details: { issues: [{ pointer }] } });
  });
});

describe("a secret", () => {
  const keyId = "key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11";

  it("names its key, is one printable word, and fits the contract, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const secret = writeApiKeySecret(keyId, bytes);
        expect(secret).toMatch(new RegExp(`^oap_${keyId}_[0-9A-Za-z]{49}$`));
        expect(isApiKeySecret(secret)).toBe(true);
      }),
    );
  });

  it("differs where the bytes differ", () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        fc.pre(Buffer.compare(one, other) !== 0);
        expect(writeApiKeySecret(keyId, one)).not.toBe(writeApiKeySecret(keyId, other));
      }),
    );
  });

  it("is no secret any more when any one character is changed", () => {
    const secret = writeApiKeySecret(keyId, Buffer.alloc(32, 7));
    const character = fc.constantFrom(..."0123456789ABCXYZabcxyz_-.");
    fc.assert(
      fc.property(fc.nat({ max: secret.length - 1 }), character, (place, other) => {
        fc.pre(secret[place] !== other);
        const changed = secret.slice(0, place) + other + secret.slice(place + 1);
        expect(isApiKeySecret(changed)).toBe(false);
      }),
    );
  });
});

describe("identifying", () => {
  it.each([
    ["nothing", ""],
    ["a text", "let me in"],
    ["a prefix", "oap_"],
    ["a secret of a key that was never made", writeApiKeySecret("key_7", Buffer.alloc(32, 7))],
    ["a very long text", "oap_".repeat(10_000)],
  ])("refuses %s, and does not repeat it", async (_, text) => {
    const { apiKeys } = await issued();
    const error = await oapErrorOf(() => apiKeys.identify(text));
    expect(error.code).toBe("UNAUTHENTICATED");
    if (text.length > 8) expect(JSON.stringify(error.toOrchError())).not.toContain(text);
  });

  it("refuses another secret for a key that there is, without a word about that key", async () => {
    const { apiKeys, created, secret } = await issued();
    const error = await oapErrorOf(() => apiKeys.identify(writeApiKeySecret(created.key_id, Buffer.alloc(32, 7))));
    expect(error.code).toBe("UNAUTHENTICATED");
    expect(error.message).not.toContain(created.key_id);
    expect(apiKeys.identify(secret).id).toBe("service:import");
  });

  it("refuses a key from its expiry on, even if it was good a moment before", async () => {
    const { apiKeys, clock, secret } = await issued({ ...importer, expires_at: "2026-03-01T09:30:01.000Z" });
    clock.now += 999;
    expect(apiKeys.identify(secret).id).toBe("service:import");
    clock.now += 1;
    const error = await oapErrorOf(() => apiKeys.identify(secret));
    expect(error).toMatchObject({ code: "UNAUTHENTICATED", message: expect.stringContaining("expired") });
  });

  it("refuses a revoked key as soon as the revocation is done, even if it was good a moment before", async () => {
    const { apiKeys, created, secret } = await issued();
    expect(apiKeys.identify(secret).id).toBe("service:import");
    await apiKeys.revoke({ key_id: created.key_id }, operator);
    const error = await oapErrorOf(() => apiKeys.identify(secret));
    expect(error).toMatchObject({ code: "UNAUTHENTICATED", message: expect.stringContaining("revoked") });
  });

  it("looks again after a while, so that a revocation by whatever way is seen", async () => {
    const { apiKeys, clock, created, keys, secret } = await issued();
    apiKeys.identify(secret);
    keys.set(created.key_id, { ...keys.get(created.key_id)!, revoked_at: clock.now });
    clock.now += recognisedMsMax;
    expect((await oapErrorOf(() => apiKeys.identify(secret))).code).toBe("UNAUTHENTICATED");
  });
});

describe("revoking", () => {
  it("keeps who revoked it and why, and answers the first time ever after", async () => {
    const { apiKeys, clock, created, keys } = await issued();
    const { key_id } = created;
    const first = await apiKeys.revoke({ key_id, reason: "It was in a log file." }, operator);
    expect(first).toEqual({ key_id, revoked_at: "2026-03-01T09:30:00.000Z" });
    clock.now += 60_000;
    expect(await apiKeys.revoke({ key_id, reason: "Again." }, { id: "user:ada", roles: ["admin"] })).toEqual(first);
    expect(keys.get(key_id)).toMatchObject({ revoked_by: "user:grace", revoke_reason: "It was in a log file." });
  });

  it("refuses a key that there is not, at the pointer that the contract says", async () => {
    const error = await oapErrorOf(() => keyRing().apiKeys.revoke({ key_id: "key_7" }, operator));
    expect(error).toMatchObject({ code: "INVALID_PARAMS", details: { issues: [{ pointer: "/params/key_id" }] } });
  });
});

describe("listing", () => {
  it("answers pages that fit the contract, the latest first, without any secret or hash", async () => {
    const { apiKeys, keys } = keyRing();
    const secrets: string[] = [];
    for (const name of ["first", "second", "third"]) {
      secrets.push((await apiKeys.create({ ...importer, name }, operator)).secret as string);
    }
    await apiKeys.revoke({ key_id: [...keys.keys()][0] as string, reason: "Old." }, operator);
    const page = apiKeys.list({ limit: 2 });
    const last = apiKeys.list({ limit: 2, cursor: page.next_cursor as string });
    expect([...page.items, ...last.items].map(({ name }) => name)).toEqual(["third", "second", "first"]);
    expect(last.items[0]).toMatchObject({ revoked_by: "user:grace", revoke_reason: "Old.", created_by: "user:grace" });
    for (const listed of [page, last]) expect(validators.ControlApiKeyListResult(listed)).toEqual([]);
    const text = JSON.stringify([page, last]);
    for (const hidden of [...secrets, ...[...keys.values()].map(({ secret_hash }) => secret_hash), "hash", "secret"]) {
      expect(text).not.toContain(hidden);
    }
  });

  it("refuses a cursor that no page gave out", async () => {
    const error = await oapErrorOf(() => keyRing().apiKeys.list({ cursor: "elsewhere" }));
    expect(error).toMatchObject({ code: "INVALID_PARAMS", details: { issues: [{ pointer: "/params/cursor" }] } });
  });
});
