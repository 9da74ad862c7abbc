import type { LedgerEntry } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  firstPrevEventHash,
  type LedgerCheckpointRecord,
  type LedgerQuery,
  type LedgerRecord,
  ledgerScanMax,
} from "../ledger.ts";
import type { OpenedStore } from "./opened-store.ts";

export function ledgerSuite({ store, reopen }: OpenedStore): void {
  describe("the ledger", () => {
    /** Appends an entry whose hash is its name, so that a chain can be read off. */
    const append = (
      chain: string,
      name: string,
      members: Partial<LedgerEntry> = {},
      about?: string,
    ): Promise<LedgerRecord> =>
      store().transact((transaction) => transaction.appendLedgerEntry(chain, entryOf(name, members), about));
    const names = (query: Omit<LedgerQuery, "limit"> = {}): string[] => all(query).map(({ entry }) => entry.event_id);
    const links = (chain: string): [string, string][] =>
      all({})
        .filter((one) => one.chain === chain)
        .map(({ entry }) => [entry.prev_event_hash, entry.event_hash]);
    const all = (query: Omit<LedgerQuery, "limit">, limit = 1000): LedgerRecord[] => {
      const found: LedgerRecord[] = [];
      let cursor: string | undefined;
      do {
        const page = store().ledgerEntries({ ...query, limit, ...(cursor === undefined ? {} : { cursor }) });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        found.push(...page.items);
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      return found;
    };
    const checkpoint = (sequence: number, first_entry: number, last_entry: number): LedgerCheckpointRecord => ({
      anchor: `chk_${sequence}`,
      sequence,
      ...(sequence === 1 ? {} : { previous: `chk_${sequence - 1}` }),
      created_at: `2026-03-01T09:30:0${sequence}.000Z`,
      first_entry,
      last_entry,
      root: "sha256:root",
      public_key: "ed25519:key",
      signature: "ed25519:signature",
    });
    const seal = (one: LedgerCheckpointRecord): Promise<void> =>
      store().transact((transaction) => transaction.insertLedgerCheckpoint(one));

    it("chains each entry to the one before it in its chain, within a turn, between turns and after a restart", async () => {
      expect(store().ledgerHead("a")).toBe(firstPrevEventHash);
      await Promise.all([append("a", "1"), append("b", "2"), append("a", "3")]);
      await append("a", "4");
      await reopen();
      expect(store().ledgerHead("a")).toBe("sha256:4");
      await append("a", "5");
      await append("b", "6");
      expect(links("a")).toEqual([
        [firstPrevEventHash, "sha256:1"],
        ["sha256:1", "sha256:3"],
        ["sha256:3", "sha256:4"],
        ["sha256:4", "sha256:5"],
      ]);
      expect(links("b")).toEqual([
        [firstPrevEventHash, "sha256:2"],
        ["sha256:2", "sha256:6"],
      ]);
    });

    it("neither forks nor has a gap, whichever works beside it are undone", async () => {
      let round = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.record({ chain: fc.constantFrom("a", "b"), survives: fc.boolean() }), {
            minLength: 1,
            maxLength: 30,
          }),
          async (works) => {
            round += 1;
            await Promise.allSettled(
              works.map(({ chain, survives }, index) =>
                store().transact((transaction) => {
                  transaction.appendLedgerEntry(chain, entryOf(`${round}.${index}`, {}));
                  if (!survives) throw new Error("undone");
                }),
              ),
            );
            for (const chain of ["a", "b"]) {
              const chained = links(chain);
              expect(chained.map(([previous]) => previous)).toEqual(
                [firstPrevEventHash, ...chained.map(([, hash]) => hash)].slice(0, chained.length),
              );
              expect(store().ledgerHead(chain)).toBe(chained.at(-1)?.[1] ?? firstPrevEventHash);
            }
            const ordinals = all({}).map(({ ordinal }) => ordinal);
            expect(ordinals).toEqual(ordinals.map((_, index) => index + 1));
            expect(store().ledgerEnd()).toBe(ordinals.length);
          },
        ),
        { numRuns: 20 },
      );
    });

    it("gives an entry back as it was appended, with its place, its chain and its run", async () => {
      const members = { session_id: "ses-1", output_ref: "sha256:out", decision: "ALLOW", risk: "LOW" } as const;
      const record = await append("a", "1", { ...members, ledger_anchor: "chk_none" }, "inv_1");
      expect(record).toEqual({
        ordinal: 1,
        chain: "a",
        about: "inv_1",
        entry: entryOf("1", members)(firstPrevEventHash),
      });
      await reopen();
      expect(all({})).toEqual([record]);
    });

    it("answers every combination of filters, in order, whatever the page size", async () => {
      const values = {
        event_id: ["1", "2"],
        about: ["inv_1", "inv_2"],
        session_id: ["ses-1", "ses-2"],
        trace_id: ["t1", "t2"],
        actor: ["ann", "bob"],
        module_id: ["image", "text"],
        envelope_type: ["exec.invoke", "exec.cancel"],
        status: ["SUCCESS", "ERROR"],
        risk: ["LOW", "HIGH"],
      } as const;
      const picks = fc.record(
        Object.fromEntries(Object.entries(values).map(([name, of]) => [name, fc.constantFrom(...of)])),
        { requiredKeys: ["event_id", "actor", "module_id", "envelope_type", "status"] },
      );
      const entries = fc.sample(picks, { numRuns: 60, seed: 7 }) as Partial<LedgerEntry & { about: string }>[];
      for (const { about, ...members } of entries) await append("a", "name", members, about);
      const written = all({});
      fc.assert(
        fc.property(
          fc.record(Object.fromEntries(Object.entries(values).map(([name, of]) => [name, fc.constantFrom(...of)])), {
            requiredKeys: [],
          }),
          fc.integer({ min: 1, max: 20 }),
          (query: Partial<LedgerQuery>, limit) => {
            expect(all(query, limit)).toEqual(
              written.filter(({ about, entry }) =>
                Object.entries(query).every(([name, value]) => ({ ...entry, about })[name as "about"] === value),
              ),
            );
          },
        ),
        { numRuns: 150 },
      );
    });

    it("finds the entries of a stretch of time; a clock that goes back moves none of them", async () => {
      const seconds = [1, 2, 2, 5, 3, 4, 7];
      for (const [index, second] of seconds.entries()) {
        await append("a", `${index}`, { timestamp: `2026-03-01T09:30:0${second}.000Z` });
      }
      const at = (second: number): number => Date.parse("2026-03-01T09:30:00Z") + second * 1000;
      expect(names({})).toEqual(["0", "1", "2", "3", "4", "5", "6"]);
      expect(names({ from: at(2), to: at(5) })).toEqual(["1", "2"]);
      // What was recorded while the clock had gone back counts as recorded at the latest time before.
      expect(names({ from: at(5), to: at(7) })).toEqual(["3", "4", "5"]);
      expect(names({ from: at(6) })).toEqual(["6"]);
      expect(names({ from: at(8) })).toEqual([]);
      expect(names({ to: at(1) })).toEqual([]);
      expect(names({ from: at(5), to: at(2) })).toEqual([]);
    });

    it("finds any stretch of time exactly, however the clock went to and fro", async () => {
      const seconds = fc.sample(fc.integer({ min: 0, max: 59 }), { numRuns: 50, seed: 3 });
      const timestamp = (second: number): string => `2026-03-01T09:30:${String(second).padStart(2, "0")}.000Z`;
      for (const [index, second] of seconds.entries()) await append("a", `${index}`, { timestamp: timestamp(second) });
      const recorded = seconds.map((_, index) => Math.max(...seconds.slice(0, index + 1)));
      const bound = fc.integer({ min: 0, max: 59 });
      fc.assert(
        fc.property(bound, bound, (from, to) => {
          expect(names({ from: Date.parse(timestamp(from)), to: Date.parse(timestamp(to)) })).toEqual(
            [...recorded.keys()].filter((index) => recorded[index]! >= from && recorded[index]! < to).map(String),
          );
        }),
        { numRuns: 100 },
      );
    });

    it("looks at a bounded number of entries for one page, and goes on where it stopped", async () => {
      const many = ledgerScanMax + 10;
      await store().transact((transaction) => {
        for (let number = 1; number < many; number += 1) transaction.appendLedgerEntry("a", entryOf(`${number}`, {}));
        transaction.appendLedgerEntry("a", entryOf("last", { module_id: "rare" }));
      });
      const first = store().ledgerEntries({ module_id: "rare", limit: 5 });
      expect(first.items).toEqual([]);
      const second = store().ledgerEntries({ module_id: "rare", limit: 5, cursor: first.next_cursor! });
      expect(second.items.map(({ entry }) => entry.event_id)).toEqual(["last"]);
      expect(second).not.toHaveProperty("next_cursor");
    });

    it("has checkpoints that follow each other without a gap, and shows them on what they cover", async () => {
      for (const name of ["1", "2", "3", "4"]) await append(name === "2" ? "b" : "a", name);
      expect(store().latestLedgerCheckpoint()).toBeUndefined();
      for (const wrong of [checkpoint(2, 1, 2), checkpoint(1, 2, 3), checkpoint(1, 1, 5), checkpoint(1, 1, 0)]) {
        await expect(seal(wrong)).rejects.toThrow("does not follow");
      }
      await seal(checkpoint(1, 1, 2));
      await seal(checkpoint(2, 3, 3));
      await expect(seal(checkpoint(2, 4, 4))).rejects.toThrow("does not follow");
      await reopen();
      expect(all({}).map(({ entry }) => entry.ledger_anchor)).toEqual(["chk_1", "chk_1", "chk_2", undefined]);
      expect(store().ledgerCheckpoint("chk_2")).toEqual(checkpoint(2, 3, 3));
      expect(store().ledgerCheckpoint("chk_3")).toBeUndefined();
      expect(store().latestLedgerCheckpoint()).toEqual(checkpoint(2, 3, 3));
      expect([0, 1, 2, 3, 4].map((ordinal) => store().ledgerCheckpointOf(ordinal)?.sequence)).toEqual([
        undefined,
        1,
        1,
        2,
        undefined,
      ]);
      const page = store().ledgerCheckpoints({ limit: 1 });
      expect(page.items).toEqual([checkpoint(2, 3, 3)]);
      expect(store().ledgerCheckpoints({ limit: 1, cursor: page.next_cursor! })).toEqual({
        items: [checkpoint(1, 1, 2)],
      });
    });

    it("gives the hashes of a stretch for a checkpoint, and none where one is missing", async () => {
      for (const name of ["1", "2", "3"]) await append("a", name);
      expect(store().ledgerHashes(2, 3)).toEqual(["sha256:2", "sha256:3"]);
      expect(() => store().ledgerHashes(2, 4)).toThrow("does not hold all of 2 to 4");
    });

    it("is pruned over as many old checkpoints as a batch reaches", async () => {
      for (const name of ["1", "2", "3", "4", "5"]) await append("a", name);
      for (const number of [1, 2, 3, 4]) await seal(checkpoint(number, number, number));
      const prune = (batch: number): Promise<number> =>
        store().transact((transaction) =>
          transaction.pruneLedger({ olderThan: Date.parse("2026-03-01T09:30:04.000Z"), batch }),
        );
      expect([await prune(2), await prune(2), await prune(2)]).toEqual([2, 1, 0]);
      expect(names()).toEqual(["4", "5"]);
    });

    it("is pruned below old checkpoints only, and the chain and the numbers go on as if it were whole", async () => {
      for (const name of ["1", "2", "3", "4", "5"]) await append("a", name);
      await seal(checkpoint(1, 1, 3));
      await seal(checkpoint(2, 4, 4));
      const prune = (olderThan: string, batch = 2): Promise<number> =>
        store().transact((transaction) => transaction.pruneLedger({ olderThan: Date.parse(olderThan), batch }));
      expect(await prune("2026-03-01T09:30:01.000Z")).toBe(0);
      expect(await prune("2026-03-01T09:30:02.000Z")).toBe(2);
      expect(await prune("2026-03-01T09:30:02.000Z")).toBe(1);
      expect(await prune("2026-03-01T09:30:02.000Z")).toBe(0);
      expect(names()).toEqual(["4", "5"]);
      expect(names({ from: 0 })).toEqual(["4", "5"]);
      expect(await prune("2027-01-01T00:00:00.000Z", 100)).toBe(1);
      expect(await prune("2027-01-01T00:00:00.000Z", 100)).toBe(0);
      await seal(checkpoint(3, 5, 5));
      expect(await prune("2027-01-01T00:00:00.000Z", 100)).toBe(1);
      expect(names({ from: 0 })).toEqual([]);
      expect(await prune("2027-01-01T00:00:00.000Z", 100)).toBe(0);
      expect(store().ledgerCheckpoint("chk_1")).toEqual(checkpoint(1, 1, 3));
      await reopen();
      expect(await append("a", "6")).toMatchObject({ ordinal: 6, entry: { prev_event_hash: "sha256:5" } });
    });
  });
}

function entryOf(name: string, members: Partial<LedgerEntry>): (prevHash: string) => LedgerEntry {
  return (prev_event_hash) => ({
    event_id: name,
    timestamp: "2026-03-01T09:30:00.000Z",
    actor: "ann",
    module_id: "control",
    envelope_type: "exec.invoke",
    status: "SUCCESS",
    input_ref: "sha256:in",
    ...members,
    prev_event_hash,
    event_hash: `sha256:${name}`,
  });
}
