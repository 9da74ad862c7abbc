import { OapError } from "@oap/protocol/errors";
import { looksLikeApiKey } from "./api-key-secret.ts";
import type { ApiKeys } from "./api-keys.ts";
import type { Asked } from "./authorize.ts";
import { anonymous, type Identity } from "./identity.ts";
import type { JwtVerifier } from "./jwt-verifier.ts";

/**
 * How callers are known. `development`: whoever can reach the control plane is who they say they are, with every role,
 * so it may listen on loopback alone. `required`: by an API key or by a token of the issuer, where there is one.
 */
export type AuthenticatorOptions =
  | { readonly mode: "development" }
  | { readonly mode: "required"; readonly apiKeys: Pick<ApiKeys, "identify">; readonly jwt?: JwtVerifier };

export interface Credentials {
  /** The header `Orch-Api-Key`. */
  readonly apiKey?: string | undefined;
  /** The header `Authorization`: `Bearer` with an API key or a signed token. */
  readonly authorization?: string | undefined;
  /** Who the request says it is from: the header `Orch-Caller`, else `_meta.caller`. */
  readonly caller?: string | undefined;
}

/** Who calls; at once unless a token has to be checked. */
export type Authenticator = (credentials: Credentials, asked: Asked) => Identity | Promise<Identity>;

/**
 * Makes what says who calls, or throws OapError:
 * UNAUTHENTICATED without a valid credential, or with two that disagree; FORBIDDEN when the request names another caller
 * than its credential; UPSTREAM_UNAVAILABLE when the keys for a token cannot be had.
 */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  if (options.mode === "development") return developmentIdentity;
  const { apiKeys, jwt } = options;

  const identifyBearer = (credential: string): Identity | Promise<Identity> => {
    if (looksLikeApiKey(credential)) return apiKeys.identify(credential);
    if (jwt !== undefined) return jwt.identify(credential);
    throw unauthenticated("The bearer credential is no API key, and this control plane takes no other.");
  };

  return ({ apiKey, authorization, caller }, asked) => {
    const byKey = apiKey === undefined ? undefined : apiKeys.identify(apiKey);
    const byBearer = authorization === undefined ? undefined : identifyBearer(readBearer(authorization));
    if (byBearer instanceof Promise) return byBearer.then((bearer) => establish(byKey, bearer, caller, asked));
    return establish(byKey, byBearer, caller, asked);
  };
}

function establish(
  byKey: Identity | undefined,
  byBearer: Identity | undefined,
  caller: string | undefined,
  asked: Asked,
): Identity {
  if (byKey !== undefined && byBearer !== undefined && !same(byKey, byBearer)) {
    throw unauthenticated("Orch-Api-Key and Authorization stand for different identities. Send one of them.");
  }
  const identity = byKey ?? byBearer;
  if (identity !== undefined) {
    if (caller === undefined || caller === identity.id) return identity;
    throw new OapError("FORBIDDEN", {
      message: `The request says that ${caller} calls, and its credential is ${identity.id}'s. Make them equal, or leave Orch-Caller out.`,
      details: { header: "Orch-Caller", claimed: caller, caller: identity.id },
    });
  }
  if (asked.auth !== "anonymous") {
    throw unauthenticated(
      `\`${asked.key}\` needs a credential: an API key as Orch-Api-Key, or an API key or a signed token as Authorization: Bearer.`,
    );
  }
  if (caller === undefined || caller === anonymous.id) return anonymous;
  throw unauthenticated(
    `The request says that ${caller} calls, and nothing shows it. Send a credential, or leave Orch-Caller out.`,
  );
}

const developmentIdentity: Authenticator = ({ caller }) => ({
  id: caller ?? "development",
  roles: ["user", "admin"],
  method: "development",
});

/** @throws OapError UNAUTHENTICATED for another scheme than `Bearer` (RFC 6750) */
function readBearer(authorization: string): string {
  const credential = /^bearer +([!-~]+) *$/i.exec(authorization)?.[1];
  if (credential === undefined) {
    throw unauthenticated("Authorization must be `Bearer`, a space and one credential.");
  }
  return credential;
}

function same(one: Identity, other: Identity): boolean {
  const rolesOf = ({ roles }: Identity) => [...roles].sort().join();
  return one.id === other.id && rolesOf(one) === rolesOf(other);
}

function unauthenticated(message: string): OapError {
  return new OapError("UNAUTHENTICATED", { message });
}
