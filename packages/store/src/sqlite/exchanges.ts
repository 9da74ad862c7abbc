import type { ExchangeReads, ExchangeWrites } from "../exchanges.ts";
import { json, record } from "./rows.ts";
import { inserting, type Statements } from "./statements.ts";

const columns = "caller, orch_id, envelope_type, content_hash, invocation_id, answer, recorded_at";
const readSql = `SELECT ${columns} FROM exchanges WHERE caller = ? AND orch_id = ?`;
const insertSql = `INSERT INTO exchanges (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`;

export function exchangeReads(statements: Statements): ExchangeReads {
  return {
    exchange: (caller, orchId) => record(statements.get(readSql).get(caller, orchId), ["answer"]),
  };
}

export function exchangeWrites(statements: Statements): ExchangeWrites {
  return {
    insertExchange(exchange) {
      inserting("an exchange", exchange.orch_id, () =>
        statements
          .get(insertSql)
          .run(
            exchange.caller,
            exchange.orch_id,
            exchange.envelope_type,
            exchange.content_hash,
            exchange.invocation_id ?? null,
            json(exchange.answer),
            exchange.recorded_at,
          ),
      );
    },

    pruneExchanges: ({ olderThan, batch }) =>
      Number(
        statements
          .get(
            `DELETE FROM exchanges WHERE rowid IN
             (SELECT rowid FROM exchanges WHERE recorded_at < ? ORDER BY recorded_at LIMIT ?)`,
          )
          .run(olderThan, batch).changes,
      ),
  };
}
