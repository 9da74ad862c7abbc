export type { Alongside } from "./alongside.ts";
export type { ApiKeyRecord, ApiKeyRecords, ApiKeyTransaction, NewApiKey } from "./api-key-records.ts";
export { ApiKeys, type ApiKeysPorts, dataFolderOwner, type KeyGiver } from "./api-keys.ts";
export {
  type Authenticator,
  type AuthenticatorOptions,
  type Credentials,
  createAuthenticator,
} from "./authenticator.ts";
export { authorize } from "./authorize.ts";
export { anonymous, hasRole, type Identity } from "./identity.ts";
export type { JwtOptions } from "./jwt-options.ts";
export { JwtVerifier } from "./jwt-verifier.ts";
export type { Page, PageQuery } from "./page.ts";
export { RateLimiter, type RateLimiterOptions } from "./rate-limiter.ts";
export { type RateLimit, rateLimitsDefault } from "./rate-limits.ts";
export { retryAfter } from "./retry-after.ts";
export type { SessionRecord, SessionRecords, SessionTransaction } from "./session-records.ts";
export { Sessions, type SessionsPorts } from "./sessions.ts";
