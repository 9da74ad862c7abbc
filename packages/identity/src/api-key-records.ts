import type { CallerRole, Sha256Hash } from "@oap/protocol/types";
import type { Page, PageQuery } from "./page.ts";

/** What is known of an API key. Times are milliseconds since the epoch; absent members are absent. */
export interface ApiKeyRecord {
  readonly key_id: string;
  readonly name: string;
  readonly caller: string;
  readonly roles: readonly CallerRole[];
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at?: number;
  readonly revoked_at?: number;
  readonly revoked_by?: string;
  readonly revoke_reason?: string;
}

export interface NewApiKey extends ApiKeyRecord {
  /** SHA-256 of the whole secret. The secret itself is kept nowhere, and the hash is never given out. */
  readonly secret_hash: Sha256Hash;
}

/** What API keys need of a store. Reads see committed data, at once; what `transact` resolved is on disk. */
export interface ApiKeyRecords<TTransaction extends ApiKeyTransaction = ApiKeyTransaction> {
  /** Also an expired or revoked one. */
  apiKeyOfSecret(secretHash: Sha256Hash): ApiKeyRecord | undefined;
  /** The latest first. Throws an error with the code BAD_CURSOR for a cursor that no page gave out. */
  apiKeys(query: PageQuery): Page<ApiKeyRecord>;
  transact<T>(work: (transaction: TTransaction) => T): Promise<T>;
}

export interface ApiKeyTransaction {
  apiKey(keyId: string): ApiKeyRecord | undefined;
  /** Throws where the identifier is taken. */
  insertApiKey(key: NewApiKey): void;
  /** Changes nothing where there is no such key, or where it was revoked before. */
  revokeApiKey(keyId: string, revokedBy: string, revokedAt: number, reason?: string): void;
}
