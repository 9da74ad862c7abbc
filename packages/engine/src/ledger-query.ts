import { setImmediate } from "node:timers/promises";
import {
  bounds,
  type LedgerEntry,
  type ProvenanceLedgerQueryParams,
  type ProvenanceLedgerQueryResult,
} from "@oap/protocol";
import type { LedgerQuery, Store } from "@oap/store";
import { readPage } from "./read-page.ts";

/** A page is looked for in at most this many stretches of the ledger; what is beyond is for the next page. */
export const ledgerStretchesMax = 50;

/**
 * `provenance.ledger.query`: one page, the oldest first, each entry with the anchor of the checkpoint that covers it meanwhile.
 * Where few entries match, the ledger is searched stretch by stretch, and others have their turn between two.
 * Throws INVALID_PARAMS for a cursor that is none.
 */
export async function queryLedger(
  store: Store,
  { cursor, limit = bounds.pageItemsDefault, from, to, ...filters }: ProvenanceLedgerQueryParams,
): Promise<ProvenanceLedgerQueryResult> {
  const query: Omit<LedgerQuery, "limit"> = {
    ...filters,
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(to === undefined ? {} : { to: Date.parse(to) }),
  };
  const items: LedgerEntry[] = [];
  let next = cursor;
  for (let stretch = 1; ; stretch += 1) {
    const rest = { ...query, limit: limit - items.length, ...(next === undefined ? {} : { cursor: next }) };
    const page = readPage(() => store.ledgerEntries(rest));
    items.push(...page.items.map(({ entry }) => entry));
    next = page.next_cursor;
    if (next === undefined) return { items };
    if (items.length === limit || stretch === ledgerStretchesMax) return { items, next_cursor: next };
    await setImmediate();
  }
}
