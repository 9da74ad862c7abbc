import type { CallerRole } from "@oap/protocol";
import type { Page, PageQuery } from "./records.ts";

/** A credential, without anything that could be used as one. */
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
  /** The hash of the secret. The secret itself is never given to the store, and the hash is never given out. */
  readonly secret_hash: string;
}

export interface ApiKeyReads {
  apiKey(keyId: string): ApiKeyRecord | undefined;
  /** Also an expired or revoked one: whoever asks decides what it is still good for. */
  apiKeyOfSecret(secretHash: string): ApiKeyRecord | undefined;
  /** The latest first. */
  apiKeys(query: PageQuery): Page<ApiKeyRecord>;
}

export interface ApiKeyWrites {
  insertApiKey(key: NewApiKey): void;
  /** Returns whether it was revoked by this: false where there is no such key, or where it was revoked before. */
  revokeApiKey(keyId: string, revokedBy: string, revokedAt: number, reason?: string): boolean;
}
