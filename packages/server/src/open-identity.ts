import { randomBytes } from "node:crypto";
import {
  ApiKeys,
  type Authenticator,
  createAuthenticator,
  type JwtOptions,
  JwtVerifier,
  type RateLimit,
  RateLimiter,
  Sessions,
} from "@oap/identity";
import type { Store, StoreTransaction } from "@oap/store";
import { StartError } from "./start-error.ts";

/**
 * How callers are known. `development`: whoever reaches the loopback interface is who they say they are, with every role.
 * `required`: by an API key, or by a token of the issuer where one is named.
 */
export type IdentityOptions =
  | { readonly mode: "development" }
  | { readonly mode: "required"; readonly jwt?: JwtOptions };

export interface IdentityPorts {
  readonly store: Store;
  readonly ids: { next(prefix: string): string };
  readonly now: () => number;
  /** Default: those of the identity package. An empty list limits nothing. */
  readonly limits?: readonly RateLimit[] | undefined;
  /** Hears of each exchange that a limit turned away. */
  readonly onLimited?: (scope: RateLimit["scope"]) => void;
}

/** All that says who calls, in which session and how often. */
export interface OpenedIdentity {
  readonly authenticate: Authenticator;
  readonly apiKeys: ApiKeys<StoreTransaction>;
  readonly sessions: Sessions<StoreTransaction>;
  readonly limiter: RateLimiter;
}

/** @throws StartError for options that cannot be */
export function openIdentity(
  options: IdentityOptions,
  { store, ids, now, limits, onLimited }: IdentityPorts,
): OpenedIdentity {
  const apiKeys = new ApiKeys({ records: store, ids, randomBytes, now });
  try {
    return {
      authenticate: createAuthenticator(options.mode === "development" ? options : required(options.jwt)),
      apiKeys,
      sessions: new Sessions({ records: store, now }),
      limiter: new RateLimiter({ now, onLimited, ...(limits && { limits }) }),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new StartError(error.message, { cause: error });
    throw error;
  }

  function required(jwt: JwtOptions | undefined) {
    return { mode: "required", apiKeys, ...(jwt && { jwt: new JwtVerifier(jwt, { now }) }) } as const;
  }
}
