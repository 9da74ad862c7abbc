import type { SQLInputValue } from "node:sqlite";
import type { LedgerEntry } from "@oap/protocol";
import {
  firstPrevEventHash,
  type LedgerCheckpointRecord,
  type LedgerQuery,
  type LedgerReads,
  type LedgerRecord,
  type LedgerWrites,
  ledgerScanMax,
} from "../ledger.ts";
import { decodeCursor, encodeCursor } from "../page-cursor.ts";
import { pageOf, type Row, record } from "./rows.ts";
import type { Statements } from "./statements.ts";

/** Those that have an index of their own, the narrowest first: the first that a query names leads it. */
const leading = ["event_id", "about", "trace_id", "session_id", "actor"] as const;
const filters = [
  ...leading,
  "module_id",
  "envelope_type",
  "status",
  "risk",
] as const satisfies readonly (keyof LedgerQuery)[];

const headSql = "SELECT event_hash FROM ledger_heads WHERE chain = ?";
const putHeadSql = `INSERT INTO ledger_heads (chain, event_hash) VALUES (?, ?)
  ON CONFLICT (chain) DO UPDATE SET event_hash = excluded.event_hash`;
// Entries that no checkpoint covers are never pruned: where there are none, the latest checkpoint ends the ledger.
const endSql = `SELECT coalesce((SELECT max(ordinal) FROM ledger_entries),
  (SELECT last_entry FROM ledger_checkpoints ORDER BY sequence DESC LIMIT 1), 0) AS ordinal`;
const entryColumns = filters.filter((name) => name !== "about");
const appendSql = `INSERT INTO ledger_entries (ordinal, chain, about, ${entryColumns.join(", ")}, recorded_at, event_hash, rest)
  VALUES ((${endSql}) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
  max(?, coalesce((SELECT recorded_at FROM ledger_entries ORDER BY ordinal DESC LIMIT 1), 0)), ?, ?)`;
const entrySql = `SELECT chain, about, ${entryColumns.join(", ")}, event_hash, rest FROM ledger_entries WHERE ordinal = ?`;

export function ledgerReads(statements: Statements): LedgerReads {
  const checkpointOf = (ordinal: number): LedgerCheckpointRecord | undefined => {
    const row = statements
      .get(
        "SELECT last_entry, checkpoint FROM ledger_checkpoints WHERE first_entry <= ? ORDER BY first_entry DESC LIMIT 1",
      )
      .get(ordinal);
    return row !== undefined && Number(row.last_entry) >= ordinal ? checkpointIn(row) : undefined;
  };

  const reads: LedgerReads = {
    ledgerHead: (chain) => String(statements.get(headSql).get(chain)?.event_hash ?? firstPrevEventHash),

    ledgerEnd: () => Number(statements.get(endSql).get()?.ordinal),

    ledgerEntries(query) {
      const { ordinals, lookedAtTo } = matches(statements, query, reads.ledgerEnd());
      const page = ordinals.slice(0, query.limit);
      let checkpoint: LedgerCheckpointRecord | undefined;
      const items = page.map((ordinal) => {
        if (checkpoint === undefined || checkpoint.last_entry < ordinal) checkpoint = checkpointOf(ordinal);
        return ledgerRecord(statements, ordinal, checkpoint?.anchor);
      });
      const next = ordinals.length > page.length ? page.at(-1) : lookedAtTo;
      return { items, ...(next === undefined ? {} : { next_cursor: encodeCursor(next) }) };
    },

    ledgerHashes(first, last) {
      const hashes = statements
        .get("SELECT event_hash FROM ledger_entries WHERE ordinal BETWEEN ? AND ? ORDER BY ordinal")
        .all(first, last)
        .map((row) => String(row.event_hash));
      // Ordinals have no gaps, so a missing one was pruned or is yet to come.
      if (hashes.length !== last - first + 1) throw new Error(`The ledger does not hold all of ${first} to ${last}.`);
      return hashes;
    },

    ledgerCheckpoint: (anchor) =>
      checkpointIn(statements.get("SELECT checkpoint FROM ledger_checkpoints WHERE anchor = ?").get(anchor)),

    latestLedgerCheckpoint: () =>
      checkpointIn(statements.get("SELECT checkpoint FROM ledger_checkpoints ORDER BY sequence DESC LIMIT 1").get()),

    ledgerCheckpointOf: checkpointOf,

    ledgerCheckpoints({ cursor, limit }) {
      const rows = statements
        .get("SELECT sequence, checkpoint FROM ledger_checkpoints WHERE sequence < ? ORDER BY sequence DESC LIMIT ?")
        .all(cursor === undefined ? Number.MAX_SAFE_INTEGER : decodeCursor(cursor), limit + 1);
      return pageOf(rows, limit, "sequence", (row) => checkpointIn(row)!);
    },
  };
  return reads;
}

export function ledgerWrites(statements: Statements): LedgerWrites {
  const { ledgerHead, ledgerEnd, latestLedgerCheckpoint, ledgerCheckpointOf } = ledgerReads(statements);
  return {
    appendLedgerEntry(chain, build, about) {
      // The anchor comes later and is no part of what was hashed; it is known by the ordinal.
      const { ledger_anchor: _, ...entry } = build(ledgerHead(chain));
      const { event_id, trace_id, session_id, actor, module_id, envelope_type, status, risk, event_hash, ...rest } =
        entry;
      const { lastInsertRowid } = statements
        .get(appendSql)
        .run(
          chain,
          about ?? null,
          event_id,
          trace_id ?? null,
          session_id ?? null,
          actor,
          module_id,
          envelope_type,
          status,
          risk ?? null,
          Date.parse(entry.timestamp),
          event_hash,
          JSON.stringify(rest),
        );
      statements.get(putHeadSql).run(chain, event_hash);
      return { ordinal: Number(lastInsertRowid), chain, ...(about === undefined ? {} : { about }), entry };
    },

    insertLedgerCheckpoint(checkpoint) {
      const { sequence, first_entry, last_entry, anchor, created_at } = checkpoint;
      const before = latestLedgerCheckpoint();
      const follows = sequence === (before?.sequence ?? 0) + 1 && first_entry === (before?.last_entry ?? 0) + 1;
      if (!follows || last_entry < first_entry || last_entry > ledgerEnd()) {
        throw new Error(
          `The checkpoint ${sequence} of the entries ${first_entry} to ${last_entry} does not follow on checkpoint ${before?.sequence ?? 0} in a ledger of ${ledgerEnd()} entries.`,
        );
      }
      statements
        .get(
          "INSERT INTO ledger_checkpoints (sequence, anchor, first_entry, last_entry, created_at, checkpoint) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .run(sequence, anchor, first_entry, last_entry, Date.parse(created_at), JSON.stringify(checkpoint));
    },

    pruneLedger({ olderThan, batch }) {
      const oldest = statements.get("SELECT min(ordinal) AS ordinal FROM ledger_entries").get()?.ordinal;
      if (typeof oldest !== "number") return 0;
      const most = oldest + batch - 1;
      let through = oldest - 1;
      while (through < most) {
        const checkpoint = ledgerCheckpointOf(through + 1);
        if (checkpoint === undefined || Date.parse(checkpoint.created_at) >= olderThan) break;
        through = Math.min(checkpoint.last_entry, most);
      }
      return Number(statements.get("DELETE FROM ledger_entries WHERE ordinal <= ?").run(through).changes);
    },
  };
}

/**
 * The ordinals of the entries that a query is after, up to one more than a page has; and, where it stopped because it had
 * looked at as many as it may, up to which ordinal it looked.
 */
function matches(
  statements: Statements,
  query: LedgerQuery,
  end: number,
): { readonly ordinals: readonly number[]; readonly lookedAtTo?: number } {
  const after = Math.max(
    query.cursor === undefined ? 0 : decodeCursor(query.cursor),
    firstSince(statements, query.from, end) - 1,
  );
  const to = query.to === undefined ? end : firstSince(statements, query.to, end) - 1;
  const given = filters.filter((name) => query[name] !== undefined);
  const lead = leading.find((name) => query[name] !== undefined);
  // The inner LIMIT keeps SQLite from merging the two, and so bounds what is looked at and not only what is found.
  const inner = `SELECT ordinal, ${given.join(", ") || "1"} FROM ledger_entries
    WHERE ${lead === undefined ? "" : `${lead} = ? AND `}ordinal > ? AND ordinal <= ? ORDER BY ordinal LIMIT ${ledgerScanMax}`;
  const innerValues: SQLInputValue[] = [...(lead === undefined ? [] : [query[lead]!]), after, to];
  const ordinals = statements
    .get(`SELECT ordinal FROM (${inner}) WHERE ${given.map((name) => `${name} = ?`).join(" AND ") || "TRUE"} LIMIT ?`)
    .all(...innerValues, ...given.map((name) => query[name]!), query.limit + 1)
    .map((row) => Number(row.ordinal));
  if (ordinals.length > query.limit) return { ordinals };
  const looked = statements.get(`SELECT count(*) AS count, max(ordinal) AS last FROM (${inner})`).get(...innerValues);
  return Number(looked?.count) < ledgerScanMax ? { ordinals } : { ordinals, lookedAtTo: Number(looked?.last) };
}

/** The ordinal of the first entry that was recorded at a time or later, or one more than the last one's; by halving. */
function firstSince(statements: Statements, time: number | undefined, end: number): number {
  if (time === undefined) return 0;
  let low = Number(statements.get("SELECT min(ordinal) AS ordinal FROM ledger_entries").get()?.ordinal ?? end + 1);
  let high = end + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const recordedAt = statements
      .get("SELECT recorded_at FROM ledger_entries WHERE ordinal = ?")
      .get(middle)?.recorded_at;
    if (Number(recordedAt) >= time) high = middle;
    else low = middle + 1;
  }
  return low;
}

function ledgerRecord(statements: Statements, ordinal: number, anchor: string | undefined): LedgerRecord {
  const { chain, about, rest, ...columns } = statements.get(entrySql).get(ordinal)!;
  return {
    ordinal,
    chain: String(chain),
    ...(about === null ? {} : { about: String(about) }),
    entry: {
      ...record<LedgerEntry>(columns)!,
      ...(JSON.parse(String(rest)) as Partial<LedgerEntry>),
      ...(anchor === undefined ? {} : { ledger_anchor: anchor }),
    },
  };
}

function checkpointIn(row: Row | undefined): LedgerCheckpointRecord | undefined {
  return row === undefined ? undefined : (JSON.parse(String(row.checkpoint)) as LedgerCheckpointRecord);
}
