import { bounds } from "@oap/protocol/bounds";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ledgerCheckpoint, verifyCheckpoint } from "./ledger-checkpoint.ts";
import { ledgerEntry } from "./ledger-entry.ts";
import { ledgerInclusions, verifyInclusion } from "./ledger-inclusion.ts";
import { factsOf, otherKey, sampleLedger, testKey, timeOf } from "./testing/sample-ledger.ts";
import { verifyLedger } from "./verify-ledger.ts";

const publicKeys = [testKey.publicKey];
const sessions = Array.from({ length: 23 }, (_, index) => ["s", undefined, "t"][(index * 7 + (index >> 2)) % 3]);
const ledger = sampleLedger(sessions, 5);
const covered = 20;
const anchor = ledger.checkpoints.at(-1)!.anchor;

describe("ledgerCheckpoint", () => {
  it("makes what the contract says", () => {
    for (const checkpoint of ledger.checkpoints) expect(validators.LedgerCheckpoint(checkpoint)).toEqual([]);
  });

  it("covers at least one entry, and at most so many", () => {
    const createdAt = timeOf(0);
    const hash = ledger.entries[0]!.entry.event_hash;
    const eventHashes = Array.from({ length: bounds.checkpointEntriesMax + 1 }, () => hash);
    expect(() => ledgerCheckpoint({ createdAt, eventHashes: [] }, testKey)).toThrow(RangeError);
    expect(() => ledgerCheckpoint({ createdAt, eventHashes }, testKey)).toThrow(RangeError);
    const largest = ledgerCheckpoint({ createdAt, eventHashes: eventHashes.slice(1) }, testKey);
    const inclusion = ledgerInclusions(largest, eventHashes.slice(1))(bounds.checkpointEntriesMax);
    expect(inclusion.path).toHaveLength(bounds.inclusionPathMax);
    expect(verifyInclusion(inclusion, largest)).toBe(true);
  });

  it("has an anchor that no other checkpoint has: every member of it counts", () => {
    const checkpoint = ledger.checkpoints[1]!;
    const different = {
      sequence: 3,
      previous: "chk_0",
      created_at: timeOf(9),
      first_entry: 7,
      last_entry: 11,
      root: checkpoint.anchor,
      public_key: otherKey.publicKey,
    };
    for (const [member, value] of Object.entries(different)) {
      expect(verifyCheckpoint({ ...checkpoint, [member]: value }), member).toMatchObject({ reason: "changed" });
    }
  });

  it("is refused under a key that is not trusted, or that did not sign it", () => {
    const checkpoint = ledger.checkpoints[0]!;
    expect(verifyCheckpoint(checkpoint, { publicKeys: [otherKey.publicKey] })).toMatchObject({ reason: "key" });
    expect(verifyCheckpoint(checkpoint, { publicKeys: [] })).toMatchObject({ reason: "key" });
    const signature = otherKey.sign(`oap-ledger-checkpoint:${checkpoint.anchor}`);
    expect(verifyCheckpoint({ ...checkpoint, signature }, { publicKeys })).toMatchObject({ reason: "signature" });
  });
});

describe("ledgerInclusions", () => {
  it("shows each entry at its place, and at no other, under no other checkpoint", () => {
    for (const [index, checkpoint] of ledger.checkpoints.entries()) {
      const { first_entry, last_entry } = checkpoint;
      const hashes = ledger.entries.slice(first_entry - 1, last_entry).map(({ entry }) => entry.event_hash);
      const include = ledgerInclusions(checkpoint, hashes);
      for (let ordinal = first_entry; ordinal <= last_entry; ordinal += 1) {
        const inclusion = include(ordinal);
        expect(validators.LedgerInclusion(inclusion)).toEqual([]);
        expect(verifyInclusion(inclusion, checkpoint)).toBe(true);
        expect(verifyInclusion(inclusion, ledger.checkpoints[(index + 1) % 4]!)).toBe(false);
        for (const wrong of [ordinal - 1, ordinal + 1]) {
          expect(verifyInclusion({ ...inclusion, ordinal: wrong }, checkpoint)).toBe(false);
        }
      }
    }
  });

  it("makes one tree for all of a checkpoint's entries", () => {
    const [checkpoint] = ledger.checkpoints;
    const { first_entry, last_entry } = checkpoint!;
    const hashes = ledger.entries.slice(first_entry - 1, last_entry).map(({ entry }) => entry.event_hash);
    let reads = 0;
    const counted = new Proxy(hashes, {
      get(target, member) {
        if (typeof member === "string" && /^\d+$/.test(member)) reads += 1;
        return Reflect.get(target, member);
      },
    });
    const include = ledgerInclusions(checkpoint!, counted);
    for (let ordinal = first_entry; ordinal <= last_entry; ordinal += 1) include(ordinal);
    // Each is read for the tree, and once more for its own inclusion.
    expect(reads).toBe(2 * hashes.length);
  });

  it("is not made of other entries than the checkpoint covers", () => {
    const hashes = ledger.entries.map(({ entry }) => entry.event_hash);
    expect(() => ledgerInclusions(ledger.checkpoints[0]!, hashes)(1)).toThrow(RangeError);
    expect(() => ledgerInclusions(ledger.checkpoints[0]!, hashes.slice(0, 5))(6)).toThrow(RangeError);
  });
});

describe("verifyLedger", () => {
  it("takes a ledger as it was made, and says how much of it is not covered yet", () => {
    expect(verifyLedger({ ...ledger, publicKeys, heldAnchors: [anchor] })).toEqual({
      ok: true,
      entries: 23,
      chains: 3,
      checkpoints: 4,
      uncovered: 3,
      anchor,
    });
    expect(verifyLedger({ entries: [], checkpoints: [] })).toMatchObject({ ok: true, entries: 0, uncovered: 0 });
  });

  it("takes what pruning up to any checkpoint left, with the heads of chains that are gone", () => {
    for (const [index, { last_entry }] of ledger.checkpoints.entries()) {
      const kept = {
        entries: ledger.entries.slice(last_entry),
        checkpoints: ledger.checkpoints.slice(index + 1),
        heads: new Map([...ledger.heads, ["session:long-gone", anchor]]),
      };
      if (kept.checkpoints.length === 0) continue;
      expect(verifyLedger({ ...kept, publicKeys })).toMatchObject({ ok: true, entries: 23 - last_entry });
      expect(verifyLedger({ ...kept, entries: kept.entries.slice(1), publicKeys })).toMatchObject({ reason: "place" });
    }
    const heads = new Map([...ledger.heads, ["session:long-gone", anchor]]);
    expect(verifyLedger({ ...ledger, heads })).toMatchObject({ at: { chain: "session:long-gone" }, reason: "head" });
  });

  it("locates an entry that was changed", () => {
    fc.assert(
      fc.property(fc.nat(22), (index) => {
        const placed = ledger.entries[index]!;
        const entries = ledger.entries.with(index, { ...placed, entry: { ...placed.entry, actor: "user:eve" } });
        expect(verifyLedger({ ...ledger, entries })).toMatchObject({ at: { entry: index + 1 }, reason: "changed" });
      }),
    );
  });

  it("sees a covered entry that was changed and hashed anew, with everything that follows in its chain", () => {
    fc.assert(
      fc.property(fc.nat(covered - 1), (from) => {
        const entries = rehashed(from, { risk: "CRITICAL" });
        const checkpoint = Math.floor(from / 5) + 1;
        expect(verifyLedger({ entries, checkpoints: ledger.checkpoints, publicKeys })).toMatchObject({
          at: { checkpoint },
          reason: "root",
        });
      }),
    );
  });

  it("sees such an entry after the last checkpoint only by the heads, and not if these were changed too", () => {
    const entries = rehashed(covered, { risk: "CRITICAL" });
    expect(verifyLedger({ ...ledger, entries, publicKeys })).toMatchObject({ reason: "head" });
    expect(verifyLedger({ entries, checkpoints: ledger.checkpoints, publicKeys })).toMatchObject({ ok: true });
  });

  it("locates an entry that was removed, be the others moved up or not", () => {
    fc.assert(
      fc.property(fc.nat(covered - 1), (index) => {
        const entries = ledger.entries.toSpliced(index, 1);
        const at = { entry: index + 1 };
        expect(verifyLedger({ ...ledger, entries })).toMatchObject({ at, reason: "place" });
        const renumbered = entries.map(({ entry }, place) => ({ entry, ordinal: place + 1 }));
        expect(verifyLedger({ ...ledger, entries: renumbered })).toMatchObject({
          ok: false,
          reason: expect.stringMatching(/^(unlinked|root)$/),
        });
      }),
    );
  });

  it("sees an entry put in or repeated, and two that changed places", () => {
    fc.assert(
      fc.property(fc.nat(covered - 1), fc.nat(covered - 1), (index, other) => {
        const forged = ledgerEntry(factsOf(99, { actor: "user:eve" }));
        const renumber = (entries: typeof ledger.entries) =>
          entries.map(({ entry }, place) => ({ entry, ordinal: place + 1 }));
        const added = renumber(ledger.entries.toSpliced(index, 0, { ordinal: 0, entry: forged }));
        expect(verifyLedger({ entries: added, checkpoints: ledger.checkpoints })).toMatchObject({ reason: "root" });
        const repeated = renumber(ledger.entries.toSpliced(index + 1, 0, ledger.entries[index]!));
        expect(verifyLedger({ ...ledger, entries: repeated })).toMatchObject({
          at: { entry: index + 2 },
          reason: "unlinked",
        });
        fc.pre(index !== other);
        const moved = renumber(ledger.entries.with(index, ledger.entries[other]!).with(other, ledger.entries[index]!));
        expect(verifyLedger({ ...ledger, entries: moved }).ok).toBe(false);
      }),
    );
  });

  it("sees that the end is missing as far as checkpoints cover it", () => {
    expect(verifyLedger({ ...ledger, entries: ledger.entries.slice(0, 18) })).toMatchObject({
      at: { entry: 19 },
      reason: "place",
    });
  });

  it("sees a ledger that was set back whole only by an anchor that somebody held", () => {
    const earlier = sampleLedger(sessions.slice(0, 12), 5);
    expect(verifyLedger({ ...earlier, publicKeys })).toMatchObject({ ok: true });
    expect(verifyLedger({ ...earlier, publicKeys, heldAnchors: [anchor] })).toMatchObject({
      at: { anchor },
      reason: "anchor",
    });
  });

  it("sees a checkpoint that is missing, repeated, moved, or replaced by one of another key", () => {
    const { checkpoints } = ledger;
    const [first, second] = checkpoints;
    const eventHashes = ledger.entries.slice(5, 10).map(({ entry }) => entry.event_hash);
    const replaced = ledgerCheckpoint({ previous: first!, createdAt: second!.created_at, eventHashes }, otherKey);
    const verify = (changed: typeof checkpoints) => verifyLedger({ ...ledger, checkpoints: changed, publicKeys });
    expect(verify(checkpoints.toSpliced(1, 1))).toMatchObject({ at: { checkpoint: 3 }, reason: "unlinked" });
    expect(verify(checkpoints.toSpliced(1, 0, second!))).toMatchObject({ at: { checkpoint: 2 }, reason: "unlinked" });
    expect(verify(checkpoints.toReversed())).toMatchObject({ at: { checkpoint: 3 }, reason: "unlinked" });
    expect(verify(checkpoints.with(1, replaced))).toMatchObject({ at: { checkpoint: 2 }, reason: "key" });
    // Of the right key, but made of other entries: the checkpoint after it knows the one that was there.
    const other = ledgerCheckpoint({ previous: first!, createdAt: timeOf(0), eventHashes }, testKey);
    expect(verify(checkpoints.with(1, other))).toMatchObject({ at: { checkpoint: 3 }, reason: "unlinked" });
  });
});

/** The ledger with the entry at `from` changed, and every later one of its chain hashed anew: what whoever controls the store can do. */
function rehashed(from: number, members: Parameters<typeof factsOf>[1]) {
  const heads = new Map<string, string>();
  return ledger.entries.map(({ ordinal, entry }, index) => {
    const chain = entry.session_id ?? "";
    const { prev_event_hash, event_hash, ...facts } = entry;
    const again = ledgerEntry(index === from ? { ...facts, ...members } : facts, heads.get(chain));
    heads.set(chain, again.event_hash);
    return { ordinal, entry: again };
  });
}
