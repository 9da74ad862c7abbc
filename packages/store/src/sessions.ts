import type { Attributes } from "@oap/protocol";
import type { PruneByAge } from "./retention.ts";

export interface SessionRecord {
  readonly session_id: string;
  readonly caller: string;
  readonly purpose?: string;
  readonly attributes?: Attributes;
  readonly started_at: number;
  readonly closed_at?: number;
  /** Why it was closed. */
  readonly reason?: string;
}

export interface SessionReads {
  session(sessionId: string): SessionRecord | undefined;
}

export interface SessionWrites {
  insertSession(session: SessionRecord): void;
  /** Returns whether it was closed by this: false where there is no such session, or where it was closed before. */
  closeSession(sessionId: string, closedAt: number, reason?: string): boolean;
  /** Forgets sessions that were closed before a time. Returns how many. */
  pruneSessions(prune: PruneByAge): number;
}
