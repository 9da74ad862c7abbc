import { generateSigningKeyPem, signingKeyFromPem, verifyChain } from "@oap/ledger";
import type { LedgerEntry, ProvenanceLedgerQueryParams } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LedgerCheckpoints } from "./ledger-checkpoints.ts";
import { queryLedger } from "./ledger-query.ts";
import { RecordedRuns } from "./testing/recorded-runs.ts";
import { timestampOf } from "./timestamp.ts";

describe("queryLedger", () => {
  let records: RecordedRuns;
  beforeEach(() => {
    records = new RecordedRuns();
  });
  afterEach(() => records.remove());

  const ids = async (params: ProvenanceLedgerQueryParams): Promise<string[]> =>
    (await queryLedger(records.store, params)).items.map(({ event_id }) => event_id);

  it("lists the entries page by page, the oldest first, and they chain", async () => {
    for (let number = 1; number <= 7; number += 1) await records.entry({ event_id: `req-${number}` });
    const entries: LedgerEntry[] = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await queryLedger(records.store, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      expect(validators.ProvenanceLedgerQueryResult(page)).toEqual([]);
      entries.push(...page.items);
      cursor = page.next_cursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(3);
    expect(entries.map(({ event_id }) => event_id)).toEqual([1, 2, 3, 4, 5, 6, 7].map((number) => `req-${number}`));
    expect(verifyChain(entries)).toMatchObject({ ok: true });
  });

  it("narrows by every filter, alone and together", async () => {
    await records.entry({ event_id: "a", session_id: "ses-1", trace_id: "0af7651916cd43dd8448eb211c80319c" });
    records.clock.advance(10);
    const middle = timestampOf(records.clock.now());
    await records.entry({ event_id: "b", actor: "bob", module_id: "image", risk: "HIGH", status: "ERROR" });
    records.clock.advance(10);
    await records.entry({ event_id: "c", actor: "bob", envelope_type: "exec.invoke" });
    expect(await ids({})).toEqual(["a", "b", "c"]);
    expect(await ids({ event_id: "b" })).toEqual(["b"]);
    expect(await ids({ session_id: "ses-1" })).toEqual(["a"]);
    expect(await ids({ trace_id: "0af7651916cd43dd8448eb211c80319c" })).toEqual(["a"]);
    expect(await ids({ actor: "bob" })).toEqual(["b", "c"]);
    expect(await ids({ module_id: "image" })).toEqual(["b"]);
    expect(await ids({ envelope_type: "exec.invoke" })).toEqual(["c"]);
    expect(await ids({ status: "ERROR" })).toEqual(["b"]);
    expect(await ids({ risk: "HIGH" })).toEqual(["b"]);
    expect(await ids({ from: middle })).toEqual(["b", "c"]);
    expect(await ids({ to: middle })).toEqual(["a"]);
    expect(await ids({ actor: "bob", from: middle, status: "SUCCESS" })).toEqual(["c"]);
    expect(await ids({ actor: "ann", from: middle })).toEqual([]);
  });

  it("joins the anchor of the checkpoint that covers an entry meanwhile", async () => {
    await records.entry();
    const key = signingKeyFromPem(generateSigningKeyPem());
    const { store, clock } = records;
    const checkpoint = await new LedgerCheckpoints({ store, clock, key, log: () => {} }).make();
    await records.entry();
    const { items } = await queryLedger(store, {});
    expect(items.map(({ ledger_anchor }) => ledger_anchor)).toEqual([checkpoint!.anchor, undefined]);
  });

  it("refuses a cursor that is none, with its place", async () => {
    await expect(queryLedger(records.store, { cursor: "?" })).rejects.toMatchObject({
      code: "INVALID_PARAMS",
      details: { issues: [{ pointer: "/params/cursor", keyword: "cursor" }] },
    });
  });

  it("goes on where one stretch of the ledger has too few, and stops after many", async () => {
    await records.entry({ event_id: "a" });
    await records.entry({ event_id: "b" });
    const seen: [string | undefined, number][] = [];
    const ledger = (pages: readonly (readonly string[])[]) =>
      ({
        ledgerEntries({ cursor, limit }: { cursor?: string; limit: number }) {
          seen.push([cursor, limit]);
          const page = Number(cursor ?? 0);
          const items = records.store.ledgerEntries({ limit: 10 }).items;
          return {
            items: items.filter(({ entry }) => pages[page]?.includes(entry.event_id)),
            ...(page < pages.length - 1 ? { next_cursor: `${page + 1}` } : {}),
          };
        },
      }) as unknown as typeof records.store;
    expect((await queryLedger(ledger([[], ["a"], [], ["b"]]), { limit: 5 })).items).toHaveLength(2);
    // What was found already is not asked for again.
    expect(seen).toEqual([
      [undefined, 5],
      ["1", 5],
      ["2", 4],
      ["3", 4],
    ]);
    const endless = await queryLedger(ledger(Array.from({ length: 100 }, () => [])), { limit: 5 });
    expect(endless).toEqual({ items: [], next_cursor: "50" });
  });
});
