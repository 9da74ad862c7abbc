import { setImmediate } from "node:timers/promises";
import {
  bounds,
  type LedgerEntry,
  OapError,
  type ProvenanceLedgerQueryParams,
  type ProvenanceLedgerQueryResult,
} from "@oap/protocol";
import { type LedgerQuery, type Store, StoreError } from "@oap/store";

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
    const page = read(store, {
      ...query,
      limit: limit - items.length,
      ...(next === undefined ? {} : { cursor: next }),
    });
    items.push(...page.items.map(({ entry }) => entry));
    next = page.next_cursor;
    if (next === undefined) return { items };
    if (items.length === limit || stretch === ledgerStretchesMax) return { items, next_cursor: next };
    await setImmediate();
  }
}

function read(store: Store, query: LedgerQuery) {
  try {
    return store.ledgerEntries(query);
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "BAD_CURSOR")) throw error;
    const issues = [{ pointer: "/params/cursor", keyword: "cursor", message: error.message }];
    throw new OapError("INVALID_PARAMS", { message: error.message, details: { issues }, cause: error });
  }
}
