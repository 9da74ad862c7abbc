import { OapError } from "@oap/protocol/errors";
import type { CallerRole, JsonValue } from "@oap/protocol/types";
import { validators } from "@oap/protocol/validators";
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify } from "jose";
import { hashCredential } from "./api-key-secret.ts";
import { CredentialCache } from "./credential-cache.ts";
import { boundedKeySetFetch } from "./fetch-key-set.ts";
import { anonymous, type Identity } from "./identity.ts";
import { type JwtOptions, type JwtSettings, readJwtOptions } from "./jwt-options.ts";

/** Longer ones do not fit the headers of a request anyway. */
export const tokenBytesMax = 16 * 1024;

/**
 * Reads signed tokens (RFC 7519) of one issuer by its published keys (RFC 7517), as RFC 8725 advises: the algorithm is
 * one of a list, `iss`, `aud` and `exp` are required, and a key fits one kind of algorithm only.
 *
 * 1. Without keys nobody is let in: if they cannot be had, that is UPSTREAM_UNAVAILABLE, and a token that they do not
 *    fit is UNAUTHENTICATED.
 * 2. Whatever a token says, it causes at most one fetch of the keys at a time, and one a cooldown.
 */
export class JwtVerifier {
  readonly #settings: JwtSettings;
  readonly #now: () => number;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;
  readonly #recognised = new CredentialCache();

  /** @throws RangeError for an option that cannot be */
  constructor(options: JwtOptions, { now }: { readonly now: () => number }) {
    const settings = readJwtOptions(options);
    this.#settings = settings;
    this.#now = now;
    this.#keys = createRemoteJWKSet(settings.jwksUrl, {
      cacheMaxAge: settings.keySetAgeMsMax,
      cooldownDuration: settings.keySetCooldownMs,
      timeoutDuration: settings.keySetTimeoutMs,
      [customFetch]: boundedKeySetFetch(now),
    });
  }

  /** Whose token it is; at once if it was good a moment ago. @throws OapError UNAUTHENTICATED, UPSTREAM_UNAVAILABLE */
  identify(token: string): Identity | Promise<Identity> {
    return this.#recognised.get(hashCredential(token), this.#now()) ?? this.#verify(token);
  }

  async #verify(token: string): Promise<Identity> {
    if (token.length > tokenBytesMax) throw refused(`has more than ${tokenBytesMax} bytes`);
    const { issuer, audience, algorithms, clockToleranceMs } = this.#settings;
    const now = this.#now();
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: clockToleranceMs / 1000,
        currentDate: new Date(now),
        requiredClaims: ["exp"],
      });
      const identity = this.#identityOf(payload);
      const expiresAt = (payload.exp as number) * 1000 + clockToleranceMs;
      this.#recognised.set(hashCredential(token), identity, now, expiresAt);
      return identity;
    } catch (error) {
      throw error instanceof OapError ? error : failure(error);
    }
  }

  #identityOf(payload: JWTPayload): Identity {
    const { callerClaim, callerPrefix, rolesClaim, roles } = this.#settings;
    const claim = claimAt(payload, callerClaim);
    const id = `${callerPrefix}${String(claim)}`;
    if (typeof claim !== "string" || validators.OrchCaller(id).length > 0 || id === anonymous.id) {
      throw refused(`has no claim \`${callerClaim}\` that can name a caller: 1 to 128 visible characters`);
    }
    return Object.freeze({ id, roles: rolesOf(claimAt(payload, rolesClaim), roles), method: "jwt" });
  }
}

/** A claim by its name or, if it begins with a slash, by a JSON Pointer. */
function claimAt(payload: JWTPayload, name: string): JsonValue | undefined {
  let value = payload as JsonValue | undefined;
  const segments = name.startsWith("/") ? name.slice(1).split("/") : [name];
  for (const segment of segments) {
    const member = name.startsWith("/") ? segment.replaceAll("~1", "/").replaceAll("~0", "~") : segment;
    if (value === null || typeof value !== "object" || Array.isArray(value) || !Object.hasOwn(value, member))
      return undefined;
    value = value[member];
  }
  return value;
}

function rolesOf(claim: JsonValue | undefined, meanings: Readonly<Record<string, CallerRole>>): readonly CallerRole[] {
  const texts = typeof claim === "string" ? claim.split(" ") : Array.isArray(claim) ? claim : [];
  const meant = texts.flatMap((text) =>
    typeof text === "string" && Object.hasOwn(meanings, text) ? [meanings[text] as CallerRole] : [],
  );
  return Object.freeze([...new Set(meant)].sort());
}

/** What a failed verification means. The token decides between the two: no answer of the issuer is not the token's fault. */
function failure(error: unknown): OapError {
  const { JWTExpired, JWTClaimValidationFailed, JWKSNoMatchingKey, JWKSMultipleMatchingKeys } = errors;
  if (!(error instanceof errors.JOSEError) || unavailable.has(error.code)) {
    return new OapError("UPSTREAM_UNAVAILABLE", {
      message: "The keys of the token's issuer cannot be had at the moment, so the token cannot be checked.",
      cause: error,
    });
  }
  if (error instanceof JWTExpired) return refused("has expired", error);
  if (error instanceof JWTClaimValidationFailed) {
    return refused(claimReasons[error.claim] ?? `has a wrong claim \`${error.claim}\``, error);
  }
  if (error instanceof JWKSNoMatchingKey) return refused("is signed by no key that its issuer publishes", error);
  if (error instanceof JWKSMultipleMatchingKeys) {
    return refused("does not say by `kid` which of its issuer's keys signed it", error);
  }
  return refused("is not a well-formed token with a valid signature", error);
}

/** Codes of jose that say that the key set could not be fetched or understood. */
const unavailable: ReadonlySet<string> = new Set(["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"]);

const claimReasons: Readonly<Record<string, string>> = {
  iss: "is of another issuer",
  aud: "is meant for another audience",
  exp: "has no time at which it expires",
  nbf: "is not valid yet",
};

function refused(what: string, cause?: unknown): OapError {
  return new OapError("UNAUTHENTICATED", { message: `The bearer token ${what}.`, cause });
}
