import type { ApiKeyReads, ApiKeyRecord, ApiKeyWrites } from "../api-keys.ts";
import { decodeCursor } from "../page-cursor.ts";
import { columnValues, pageOf, record } from "./rows.ts";
import { inserting, type Statements } from "./statements.ts";

const columns = [
  "key_id",
  "name",
  "caller",
  "roles",
  "created_by",
  "created_at",
  "expires_at",
  "revoked_at",
  "revoked_by",
  "revoke_reason",
] as const satisfies readonly (keyof ApiKeyRecord)[];
const jsonColumns = ["roles"] as const;

// The hash is searched by, and never selected.
const keySql = `SELECT ${columns.join(", ")} FROM api_keys WHERE key_id = ?`;
const keyOfSecretSql = `SELECT ${columns.join(", ")} FROM api_keys WHERE secret_hash = ?`;
const pageSql = `SELECT key_no, ${columns.join(", ")} FROM api_keys WHERE key_no < ? ORDER BY key_no DESC LIMIT ?`;
const insertSql = `INSERT INTO api_keys (${columns.join(", ")}, secret_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function apiKeyReads(statements: Statements): ApiKeyReads {
  return {
    apiKey: (keyId) => record(statements.get(keySql).get(keyId), jsonColumns),

    apiKeyOfSecret: (secretHash) => record(statements.get(keyOfSecretSql).get(secretHash), jsonColumns),

    apiKeys({ cursor, limit }) {
      const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(cursor);
      const rows = statements.get(pageSql).all(before, limit + 1);
      return pageOf(rows, limit, "key_no", (row) => record<ApiKeyRecord>(row, jsonColumns)!);
    },
  };
}

export function apiKeyWrites(statements: Statements): ApiKeyWrites {
  return {
    insertApiKey(key) {
      inserting("an API key", key.key_id, () =>
        statements.get(insertSql).run(...columnValues<ApiKeyRecord>(key, columns, jsonColumns), key.secret_hash),
      );
    },

    revokeApiKey(keyId, revokedBy, revokedAt, reason) {
      const { changes } = statements
        .get(
          "UPDATE api_keys SET revoked_by = ?, revoked_at = ?, revoke_reason = ? WHERE key_id = ? AND revoked_at IS NULL",
        )
        .run(revokedBy, revokedAt, reason ?? null, keyId);
      return changes === 1;
    },
  };
}
