import { validators } from "@oap/protocol/validators";
import { describe, expect, it } from "vitest";
import { chainOf, entryHash, firstPrevEventHash, ledgerEntry } from "./ledger-entry.ts";
import { factsOf } from "./testing/sample-ledger.ts";

describe("ledgerEntry", () => {
  it("begins a chain with 64 zeros", () => {
    expect(ledgerEntry(factsOf(1)).prev_event_hash).toBe(`sha256:${"0".repeat(64)}`);
    expect(firstPrevEventHash).toBe(`sha256:${"0".repeat(64)}`);
  });

  it("makes what the contract says, also of the least there is", () => {
    const { output_ref, policy_ref, decision, risk, ...least } = factsOf(1);
    for (const facts of [factsOf(1, { session_id: "s", trace_id: "0".repeat(31) + 1 }), least]) {
      expect(validators.LedgerEntry(ledgerEntry(facts))).toEqual([]);
    }
  });

  it("leaves out members that are undefined, so that a copy through JSON has the same hash", () => {
    const entry = ledgerEntry({ ...factsOf(1), session_id: undefined, risk: undefined } as never);
    expect(Object.keys(entry)).not.toContain("risk");
    expect(entryHash(JSON.parse(JSON.stringify(entry)))).toBe(entry.event_hash);
  });

  it("takes nothing over that is no fact of an entry, such as a payload", () => {
    const facts = { ...factsOf(1), input: { password: "hunter2" } };
    expect(JSON.stringify(ledgerEntry(facts))).not.toContain("hunter2");
  });

  it("covers every member but the hash itself and the anchor, which comes later", () => {
    const entry = ledgerEntry(factsOf(1, { session_id: "s", trace_id: "0".repeat(31) + 1 }));
    for (const member of Object.keys(entry)) {
      const changed = { ...entry, [member]: "x" };
      expect(entryHash(changed) === entry.event_hash, member).toBe(member === "event_hash");
    }
    expect(entryHash({ ...entry, ledger_anchor: "chk_1" })).toBe(entry.event_hash);
    expect(entryHash({ ...entry, unknown: 1 } as never)).not.toBe(entry.event_hash);
  });
});

describe("chainOf", () => {
  it("is the session's, whoever calls, and else the caller's", () => {
    expect(chainOf({ actor: "user:ada", session_id: "s" })).toBe(chainOf({ actor: "user:grace", session_id: "s" }));
    expect(chainOf({ actor: "user:ada" })).not.toBe(chainOf({ actor: "user:grace" }));
  });

  it("keeps a session apart from a caller of the same name", () => {
    expect(chainOf({ actor: "a", session_id: "x" })).not.toBe(chainOf({ actor: "x" }));
  });
});
