import type { LedgerEntry } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ledgerEntry } from "./ledger-entry.ts";
import { factsOf, sampleChain } from "./testing/sample-ledger.ts";
import { verifyChain } from "./verify-chain.ts";

const chain = sampleChain(20);
const place = fc.nat(chain.length - 1);
const head = chain.at(-1)!.event_hash;

describe("verifyChain", () => {
  it("says how long a chain is and how it ends; an empty one ends where it begins", () => {
    expect(verifyChain(chain, { head })).toEqual({ ok: true, entries: 20, head });
    expect(verifyChain([])).toEqual({ ok: true, entries: 0, head: `sha256:${"0".repeat(64)}` });
  });

  it("locates an entry of which any one member was changed", () => {
    fc.assert(
      fc.property(place, fc.constantFrom(...Object.keys(chain[0]!)), fc.string(), (at, member, value) => {
        fc.pre(chain[at]![member as keyof LedgerEntry] !== value);
        const changed = chain.with(at, { ...chain[at]!, [member]: value });
        expect(verifyChain(changed)).toMatchObject({ ok: false, at, reason: "changed" });
      }),
    );
  });

  it("locates an entry that was changed and hashed anew by the one after it, and at the end by the head", () => {
    fc.assert(
      fc.property(place, (at) => {
        const forged = ledgerEntry(factsOf(at + 1, { risk: "CRITICAL" }), chain[at]!.prev_event_hash);
        const last = at === chain.length - 1;
        expect(verifyChain(chain.with(at, forged), { head })).toMatchObject({
          ok: false,
          at: at + 1,
          reason: last ? "truncated" : "unlinked",
        });
      }),
    );
  });

  it("locates where an entry was removed", () => {
    fc.assert(
      fc.property(place, (at) => {
        const reason = at === chain.length - 1 ? "truncated" : "unlinked";
        expect(verifyChain(chain.toSpliced(at, 1), { head })).toMatchObject({ ok: false, at, reason });
      }),
    );
  });

  it("locates an entry that was put in", () => {
    fc.assert(
      fc.property(fc.nat(chain.length), (at) => {
        const forged = ledgerEntry(factsOf(99), chain[at - 1]?.event_hash);
        const found = verifyChain(chain.toSpliced(at, 0, forged), { head });
        // It fits where it stands: what does not is the next one, or the end.
        expect(found).toMatchObject({ ok: false, at: at + 1, reason: at === chain.length ? "truncated" : "unlinked" });
      }),
    );
  });

  it("locates an entry that stands there twice", () => {
    fc.assert(
      fc.property(place, place, (from, to) => {
        const at = Math.max(from, to) + 1;
        const repeated = chain.toSpliced(at, 0, chain[from]!);
        expect(verifyChain(repeated)).toMatchObject({ ok: false, at, reason: "duplicate" });
      }),
    );
  });

  it("locates where entries change places", () => {
    fc.assert(
      fc.property(place, place, (one, other) => {
        fc.pre(one < other);
        const moved = chain.with(one, chain[other]!).with(other, chain[one]!);
        expect(verifyChain(moved)).toMatchObject({ ok: false, at: one, reason: "moved" });
      }),
    );
  });

  it("locates an entry of another chain, although it is linked", () => {
    const foreign = ledgerEntry(factsOf(21, { session_id: "s" }), head);
    expect(verifyChain([...chain, foreign])).toMatchObject({ ok: false, at: 20, reason: "foreign" });
  });

  it("sees that the end is missing only if it is told the end", () => {
    expect(verifyChain(chain.slice(0, 12))).toMatchObject({ ok: true, entries: 12 });
    expect(verifyChain(chain.slice(0, 12), { head })).toMatchObject({ ok: false, at: 12, reason: "truncated" });
  });

  it("begins after the entries that were pruned", () => {
    const kept = chain.slice(7);
    expect(verifyChain(kept)).toMatchObject({ ok: false, at: 0, reason: "unlinked" });
    expect(verifyChain(kept, { after: chain[6]!.event_hash, head })).toMatchObject({ ok: true, entries: 13 });
  });
});
