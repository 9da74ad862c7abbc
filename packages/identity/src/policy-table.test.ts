import { type OperationKey, operations } from "@oap/protocol/operations";
import { beforeAll, describe, expect, it } from "vitest";
import { type Authenticator, type Credentials, createAuthenticator } from "./authenticator.ts";
import { authorize } from "./authorize.ts";
import { JwtVerifier } from "./jwt-verifier.ts";
import { keyRing, operator } from "./testing/key-ring.ts";
import { oapErrorOf } from "./testing/oap-error.ts";
import { startTokenIssuer } from "./testing/token-issuer.ts";

/** What each kind of caller is answered, by who may call the operation. */
const expected = {
  "no credential": { anonymous: "anonymous", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "a name and no credential": { anonymous: "UNAUTHENTICATED", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "a user's key": { anonymous: "user:ada", user: "user:ada", admin: "FORBIDDEN" },
  "an admin's key": { anonymous: "user:grace", user: "user:grace", admin: "user:grace" },
  "an admin's key without the role of a user": { anonymous: "user:root", user: "user:root", admin: "user:root" },
  "a user's token": { anonymous: "user:ada", user: "user:ada", admin: "FORBIDDEN" },
  "an admin's token": { anonymous: "user:grace", user: "user:grace", admin: "user:grace" },
  "a token without roles": { anonymous: "user:nobody", user: "FORBIDDEN", admin: "FORBIDDEN" },
  "an admin's revoked key": { anonymous: "UNAUTHENTICATED", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "an admin's expired key": { anonymous: "UNAUTHENTICATED", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "an admin's expired token": { anonymous: "UNAUTHENTICATED", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
  "an admin's key under another name": { anonymous: "FORBIDDEN", user: "FORBIDDEN", admin: "FORBIDDEN" },
  "keys of two callers": { anonymous: "UNAUTHENTICATED", user: "UNAUTHENTICATED", admin: "UNAUTHENTICATED" },
} as const;
type Kind = keyof typeof expected;

let authenticate: Authenticator;
let credentials: Readonly<Record<Kind, Credentials>>;

beforeAll(async () => {
  const { apiKeys, clock } = keyRing();
  const create = (caller: string, roles: ("user" | "admin")[], expires_at?: string) =>
    apiKeys.create({ name: "table", caller, roles, ...(expires_at === undefined ? {} : { expires_at }) }, operator);
  const secretOf = async (...args: Parameters<typeof create>) => (await create(...args)).secret as string;

  const issuer = await startTokenIssuer();
  const signer = await issuer.addKey("key-1");
  const tokenOf = (sub: string, roles: string[], lifetime = 600) =>
    issuer.sign(signer, { iss: issuer.issuer, aud: "oap", sub, roles, exp: clock.now / 1000 + lifetime });
  const jwt = new JwtVerifier(
    { issuer: issuer.issuer, audience: "oap", jwksUrl: issuer.jwksUrl },
    { now: () => clock.now },
  );

  const user = await secretOf("user:ada", ["user"]);
  const admin = await secretOf("user:grace", ["user", "admin"]);
  const revoked = await create("user:grace", ["admin"]);
  await apiKeys.revoke({ key_id: revoked.key_id }, operator);
  const expired = await secretOf("user:grace", ["admin"], new Date(clock.now + 1000).toISOString());
  credentials = {
    "no credential": {},
    "a name and no credential": { caller: "user:grace" },
    "a user's key": { apiKey: user },
    "an admin's key": { apiKey: admin, caller: "user:grace" },
    "an admin's key without the role of a user": { authorization: `Bearer ${await secretOf("user:root", ["admin"])}` },
    "a user's token": { authorization: `Bearer ${await tokenOf("user:ada", ["user"])}`, caller: "user:ada" },
    "an admin's token": { authorization: `Bearer ${await tokenOf("user:grace", ["admin"])}` },
    "a token without roles": { authorization: `Bearer ${await tokenOf("user:nobody", [])}` },
    "an admin's revoked key": { apiKey: revoked.secret },
    "an admin's expired key": { apiKey: expired },
    "an admin's expired token": { authorization: `Bearer ${await tokenOf("user:grace", ["admin"], -60)}` },
    "an admin's key under another name": { apiKey: admin, caller: "user:ada" },
    "keys of two callers": { apiKey: admin, authorization: `Bearer ${user}` },
  };
  clock.now += 1000;
  authenticate = createAuthenticator({ mode: "required", apiKeys, jwt });
  // The keys are fetched here, so that the issuer is needed no longer.
  await authenticate(credentials["a user's token"], operations["control.ping"]);
  await issuer.close();
});

/** The caller who is let through, or the code of the refusal. */
async function outcome(kind: Kind, key: OperationKey): Promise<string> {
  let caller = "";
  const work = async () => {
    const identity = await authenticate(credentials[kind], operations[key]);
    authorize(identity, operations[key]);
    caller = identity.id;
  };
  const refusal = await oapErrorOf(work).catch(() => undefined);
  return refusal?.code ?? caller;
}

describe("every operation", () => {
  const keys = Object.keys(operations) as OperationKey[];

  it("says who may call it, and each answer there is occurs", () => {
    expect(new Set(keys.map((key) => operations[key].auth))).toEqual(new Set(["anonymous", "user", "admin"]));
  });

  describe.each(Object.keys(expected) as Kind[])("answers %s", (kind) => {
    it.each(keys)("at %s by its policy", async (key) => {
      expect(await outcome(kind, key)).toBe(expected[kind][operations[key].auth]);
    });
  });
});
