import { bounds } from "@oap/protocol/bounds";
import { OapError } from "@oap/protocol/errors";
import type {
  ApiKey,
  ControlApiKeyCreateParams,
  ControlApiKeyCreateResult,
  ControlApiKeyListParams,
  ControlApiKeyListResult,
  ControlApiKeyRevokeParams,
  ControlApiKeyRevokeResult,
} from "@oap/protocol/types";
import { validators } from "@oap/protocol/validators";
import type { Alongside } from "./alongside.ts";
import type { ApiKeyRecord, ApiKeyRecords, ApiKeyTransaction, NewApiKey } from "./api-key-records.ts";
import { apiKeySecretBytes, hashCredential, isApiKeySecret, writeApiKeySecret } from "./api-key-secret.ts";
import { CredentialCache } from "./credential-cache.ts";
import { anonymous, hasRole, type Identity } from "./identity.ts";
import { checkParams, invalidParam } from "./invalid-params.ts";
import { timestampOf } from "./timestamp.ts";

export interface ApiKeysPorts<TTransaction extends ApiKeyTransaction = ApiKeyTransaction> {
  readonly records: ApiKeyRecords<TTransaction>;
  /** `next("key")` is a new `key_<uuid>`. */
  readonly ids: { next(prefix: string): string };
  /** So many bytes that nobody can foretell, such as `randomBytes` of `node:crypto`. */
  readonly randomBytes: (size: number) => Uint8Array;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Who creates or revokes a key. */
export type KeyGiver = Pick<Identity, "id" | "roles">;

/** Whoever can write the folder of a stopped control plane: the command line, which makes the first key. */
export const dataFolderOwner: KeyGiver = Object.freeze<KeyGiver>({ id: "data-folder-owner", roles: ["admin"] });

/**
 * The API keys of a control plane: given out, listed, revoked and recognised.
 *
 * 1. A secret is in the answer to its creation and nowhere else: what is kept is a hash, and no message names either.
 * 2. Nobody gives more roles than they have.
 * 3. When a revocation has resolved, the key no longer works; at its expiry it stops by itself.
 */
export class ApiKeys<TTransaction extends ApiKeyTransaction = ApiKeyTransaction> {
  readonly #ports: ApiKeysPorts<TTransaction>;
  readonly #recognised = new CredentialCache();

  constructor(ports: ApiKeysPorts<TTransaction>) {
    this.#ports = ports;
  }

  /** @throws OapError FORBIDDEN for roles that the giver has not, INVALID_PARAMS */
  async create(
    params: ControlApiKeyCreateParams,
    giver: KeyGiver,
    alongside?: Alongside<TTransaction, ControlApiKeyCreateResult>,
  ): Promise<ControlApiKeyCreateResult> {
    const { records, ids, randomBytes, now } = this.#ports;
    checkParams(validators.ControlApiKeyCreateParams(params));
    const created_at = now();
    const expires_at = readExpiry(params.expires_at, created_at);
    if (params.caller === anonymous.id) {
      throw invalidParam(
        "/params/caller",
        "not",
        `\`${anonymous.id}\` is whoever has no credential. Choose another name.`,
      );
    }
    const missing = params.roles.find((role) => !hasRole(giver.roles, role));
    if (missing !== undefined) {
      throw new OapError("FORBIDDEN", {
        message: `${giver.id} does not have the role ${missing}, and so cannot give it to a key.`,
        details: { required_role: missing },
      });
    }
    const key_id = ids.next("key");
    const secret = writeApiKeySecret(key_id, randomBytes(apiKeySecretBytes));
    const key: NewApiKey = {
      key_id,
      name: params.name,
      caller: params.caller,
      roles: params.roles,
      secret_hash: hashCredential(secret),
      created_by: giver.id,
      created_at,
      ...(expires_at === undefined ? {} : { expires_at }),
    };
    const { created_by: _by, ...shown } = publicKey(key);
    const result = { ...shown, secret };
    await records.transact((transaction) => {
      transaction.insertApiKey(key);
      alongside?.(transaction, result);
    });
    return result;
  }

  /** The latest first. @throws OapError INVALID_PARAMS for a cursor that no page gave out */
  list(params: ControlApiKeyListParams): ControlApiKeyListResult {
    checkParams(validators.ControlApiKeyListParams(params));
    const { cursor, limit = bounds.pageItemsDefault } = params;
    try {
      const page = this.#ports.records.apiKeys({ limit, ...(cursor === undefined ? {} : { cursor }) });
      return { ...page, items: page.items.map(publicKey) };
    } catch (error) {
      if (!isBadCursor(error)) throw error;
      throw invalidParam("/params/cursor", "cursor", error.message, error);
    }
  }

  /** Revoking again answers when it was revoked first. @throws OapError INVALID_PARAMS for a key that there is not */
  async revoke(
    params: ControlApiKeyRevokeParams,
    by: KeyGiver,
    alongside?: Alongside<TTransaction, ControlApiKeyRevokeResult>,
  ): Promise<ControlApiKeyRevokeResult> {
    checkParams(validators.ControlApiKeyRevokeParams(params));
    const { key_id, reason } = params;
    const result = await this.#ports.records.transact((transaction) => {
      const key = transaction.apiKey(key_id);
      if (key === undefined) throw invalidParam("/params/key_id", "exists", "There is no such key.");
      const { revoked_at = this.#ports.now() } = key;
      if (key.revoked_at === undefined) transaction.revokeApiKey(key_id, by.id, revoked_at, reason);
      const revoked = { key_id, revoked_at: timestampOf(revoked_at) };
      alongside?.(transaction, revoked);
      return revoked;
    });
    this.#recognised.forgetKey(key_id);
    return result;
  }

  /**
   * Who holds this secret.
   * @throws OapError UNAUTHENTICATED; only to whoever has the whole secret it says that it was revoked or has expired
   */
  identify(secret: string): Identity {
    const now = this.#ports.now();
    const hash = hashCredential(secret);
    const known = this.#recognised.get(hash, now);
    if (known !== undefined) return known;

    // The checksum turns away a slip in copying, and the form whatever is no secret, without a look into the store.
    const key = isApiKeySecret(secret) ? this.#ports.records.apiKeyOfSecret(hash) : undefined;
    if (key === undefined) {
      throw new OapError("UNAUTHENTICATED", {
        message:
          "The API key is none that this control plane gave out. Compare it with the one that was shown when it was created.",
      });
    }
    if (key.revoked_at !== undefined) {
      throw new OapError("UNAUTHENTICATED", {
        message: `The API key ${key.key_id} was revoked at ${timestampOf(key.revoked_at)}. Ask an operator for another.`,
      });
    }
    if (key.expires_at !== undefined && now >= key.expires_at) {
      throw new OapError("UNAUTHENTICATED", {
        message: `The API key ${key.key_id} expired at ${timestampOf(key.expires_at)}. Ask an operator for another.`,
      });
    }
    const identity: Identity = Object.freeze({
      id: key.caller,
      roles: key.roles,
      method: "api_key",
      key_id: key.key_id,
    });
    this.#recognised.set(hash, identity, now, key.expires_at);
    return identity;
  }
}

/** What may be known of a key, named one by one, so that no column of a store gets out by being there. */
function publicKey(key: ApiKeyRecord): ApiKey {
  const { key_id, name, caller, roles, created_by, created_at, expires_at, revoked_at, revoked_by, revoke_reason } =
    key;
  return {
    key_id,
    name,
    caller,
    roles: [...roles],
    created_by,
    created_at: timestampOf(created_at),
    ...(expires_at === undefined ? {} : { expires_at: timestampOf(expires_at) }),
    ...(revoked_at === undefined ? {} : { revoked_at: timestampOf(revoked_at) }),
    ...(revoked_by === undefined ? {} : { revoked_by }),
    ...(revoke_reason === undefined ? {} : { revoke_reason }),
  };
}

function readExpiry(expiresAt: string | undefined, now: number): number | undefined {
  if (expiresAt === undefined) return undefined;
  const milliseconds = Date.parse(expiresAt);
  if (milliseconds > now) return milliseconds;
  throw invalidParam("/params/expires_at", "future", `It must be a time after now, ${timestampOf(now)}.`);
}

function isBadCursor(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "BAD_CURSOR";
}
