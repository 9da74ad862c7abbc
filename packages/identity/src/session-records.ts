import type { Attributes } from "@oap/protocol/types";

/** A session as it is kept. Times are milliseconds since the epoch; absent members are absent. */
export interface SessionRecord {
  readonly session_id: string;
  /** Whose it is. */
  readonly caller: string;
  readonly purpose?: string;
  /** Facts that policy can read in each of its exchanges. */
  readonly attributes?: Attributes;
  readonly started_at: number;
  readonly closed_at?: number;
  /** Why it was closed. */
  readonly reason?: string;
}

/** What sessions need of a store. Reads see committed data, at once; what `transact` resolved is on disk. */
export interface SessionRecords<TTransaction extends SessionTransaction = SessionTransaction> {
  session(sessionId: string): SessionRecord | undefined;
  transact<T>(work: (transaction: TTransaction) => T): Promise<T>;
}

export interface SessionTransaction {
  session(sessionId: string): SessionRecord | undefined;
  /** Throws where the identifier is taken. */
  insertSession(record: SessionRecord): void;
  /** Changes nothing where there is no such session, or where it was closed before. */
  closeSession(sessionId: string, closedAt: number, reason?: string): void;
}
