import type { SessionReads, SessionRecord, SessionWrites } from "../sessions.ts";
import { columnValues, record } from "./rows.ts";
import { inserting, type Statements } from "./statements.ts";

const columns = [
  "session_id",
  "caller",
  "purpose",
  "attributes",
  "started_at",
  "closed_at",
  "reason",
] as const satisfies readonly (keyof SessionRecord)[];

const readSql = `SELECT ${columns.join(", ")} FROM sessions WHERE session_id = ?`;
const insertSql = `INSERT INTO sessions (${columns.join(", ")}) VALUES (?, ?, ?, ?, ?, ?, ?)`;

export function sessionReads(statements: Statements): SessionReads {
  return {
    session: (sessionId) => record(statements.get(readSql).get(sessionId), ["attributes"]),
  };
}

export function sessionWrites(statements: Statements): SessionWrites {
  return {
    insertSession(session) {
      inserting("a session", session.session_id, () =>
        statements.get(insertSql).run(...columnValues(session, columns, ["attributes"])),
      );
    },

    closeSession(sessionId, closedAt, reason) {
      const { changes } = statements
        .get("UPDATE sessions SET closed_at = ?, reason = ? WHERE session_id = ? AND closed_at IS NULL")
        .run(closedAt, reason ?? null, sessionId);
      return changes === 1;
    },

    pruneSessions: ({ olderThan, batch }) =>
      Number(
        statements
          .get(
            `DELETE FROM sessions WHERE rowid IN
             (SELECT rowid FROM sessions WHERE closed_at < ? ORDER BY closed_at LIMIT ?)`,
          )
          .run(olderThan, batch).changes,
      ),
  };
}
