import type { ApiKeyRecords, ApiKeyTransaction, NewApiKey } from "../api-key-records.ts";
import type { SessionRecord, SessionRecords, SessionTransaction } from "../session-records.ts";

/** For tests: both ports over maps, each work done at once and resolved later, as a commit is. */
export function memoryRecords() {
  const keys = new Map<string, NewApiKey>();
  const sessions = new Map<string, SessionRecord>();
  const tables: ApiKeyTransaction & SessionTransaction = {
    apiKey: (keyId) => keys.get(keyId),
    insertApiKey: (record) => insert(keys, record.key_id, record),
    revokeApiKey: (keyId, revoked_by, revoked_at, reason) => {
      const revoked = { revoked_by, revoked_at, ...(reason === undefined ? {} : { revoke_reason: reason }) };
      keys.set(keyId, { ...keys.get(keyId)!, ...revoked });
    },
    session: (sessionId) => sessions.get(sessionId),
    insertSession: (record) => insert(sessions, record.session_id, record),
    closeSession: (sessionId, closed_at, reason) => {
      const closed = { closed_at, ...(reason === undefined ? {} : { reason }) };
      sessions.set(sessionId, { ...sessions.get(sessionId)!, ...closed });
    },
  };
  const records: ApiKeyRecords & SessionRecords = {
    apiKeyOfSecret: (hash) => [...keys.values()].find(({ secret_hash }) => secret_hash === hash),
    session: tables.session,
    apiKeys: ({ cursor = "0", limit }) => {
      if (!/^\d+$/.test(cursor))
        throw Object.assign(new Error("No page gave out this cursor."), { code: "BAD_CURSOR" });
      const from = Number(cursor);
      const items = [...keys.values()].reverse().slice(from, from + limit);
      return { items, ...(from + limit < keys.size ? { next_cursor: String(from + limit) } : {}) };
    },
    transact: async (work) => {
      const result = work(tables);
      await new Promise(setImmediate);
      return result;
    },
  };
  return { records, keys, sessions };
}

function insert<TRecord>(table: Map<string, TRecord>, id: string, record: TRecord): void {
  if (table.has(id)) throw new Error(`The identifier ${id} is taken.`);
  table.set(id, record);
}
