import type { JournalEvent, JournalReads, JournalRow, JournalWrites } from "../journal.ts";
import { inserting, type Statements } from "./statements.ts";

const appendEventSql = "INSERT INTO events (position, invocation_id, seq, type, payload) VALUES (?, ?, ?, ?, ?)";

export function journalReads(statements: Statements): JournalReads {
  const reads: JournalReads = {
    events: (invocationId) =>
      statements
        .get("SELECT seq, payload FROM events WHERE invocation_id = ? ORDER BY seq")
        .all(invocationId)
        .map((row) => ({ seq: Number(row.seq), event: JSON.parse(String(row.payload)) as JournalEvent })),

    journalAfter: (position, limit) =>
      statements
        .get("SELECT position, invocation_id, seq, payload FROM events WHERE position > ? ORDER BY position LIMIT ?")
        .all(position, limit)
        .map(journalRow),

    journalOf: (invocationId, seq, limit) =>
      statements
        .get(
          "SELECT position, invocation_id, seq, payload FROM events WHERE invocation_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        )
        .all(invocationId, seq, limit)
        .map(journalRow),

    // The latest events may be pruned, and then no row tells any longer.
    journalEnd: () => {
      const row = statements.get("SELECT max(position) AS position FROM events").get();
      return Math.max(Number(row?.position ?? 0), reads.journalPrunedTo());
    },

    journalPrunedTo: () =>
      Number(statements.get("SELECT value FROM meta WHERE key = 'journal_pruned_to'").get()?.value ?? 0),
  };
  return reads;
}

function journalRow(row: Record<string, unknown>): JournalRow {
  return {
    position: Number(row.position),
    invocation_id: String(row.invocation_id),
    seq: Number(row.seq),
    event: JSON.parse(String(row.payload)) as JournalEvent,
  };
}

export function journalWrites(statements: Statements): JournalWrites {
  const { journalEnd } = journalReads(statements);
  // The latest position that was given. An undone work leaves a gap, and never a position that is given twice.
  let latest: number | undefined;
  return {
    appendEvent(invocationId, seq, event) {
      latest ??= journalEnd();
      latest += 1;
      const position = latest;
      inserting(`an event ${seq} of`, invocationId, () =>
        statements.get(appendEventSql).run(position, invocationId, seq, event.type, JSON.stringify(event)),
      );
    },
  };
}
