import type { LedgerEntry, Sha256Hash } from "@oap/protocol";
import { chainOf, entryHash, firstPrevEventHash } from "./ledger-entry.ts";

export type ChainFault =
  /** The entry is not what was hashed. */
  | "changed"
  /** It stands in the chain already. */
  | "duplicate"
  /** It is of another session or caller. */
  | "foreign"
  /** It follows an entry that stands later. */
  | "moved"
  /** It does not follow the entry before it: one between them was removed, put in or changed. */
  | "unlinked"
  /** The chain ends before the entry that should be its last. */
  | "truncated";

export type ChainVerification =
  | { readonly ok: true; readonly entries: number; readonly head: Sha256Hash }
  | { readonly ok: false; readonly at: number; readonly reason: ChainFault; readonly message: string };

export interface ChainEnds {
  /** The `event_hash` of the entry before the first that is given, where older ones were pruned. Default: the chain begins here. */
  readonly after?: Sha256Hash;
  /** The `event_hash` that the last one must have. Without it, a chain that was cut short still verifies. */
  readonly head?: Sha256Hash;
}

/** Checks one chain, the oldest entry first. `at` is the index of the first entry that is wrong; that of the end if it is cut short. */
export function verifyChain(entries: readonly LedgerEntry[], ends: ChainEnds = {}): ChainVerification {
  let head = ends.after ?? firstPrevEventHash;
  const seen = new Set<Sha256Hash>();
  for (const [at, entry] of entries.entries()) {
    const fault = faultOf(entry, head, entries[0]!, seen, entries);
    if (fault !== undefined) return { ok: false, at, ...fault };
    head = entry.event_hash;
    seen.add(head);
  }
  if (ends.head === undefined || ends.head === head) return { ok: true, entries: entries.length, head };
  return {
    ok: false,
    at: entries.length,
    reason: "truncated",
    message: `The chain ends with ${head}; its last entry should be ${ends.head}.`,
  };
}

function faultOf(
  entry: LedgerEntry,
  head: Sha256Hash,
  first: LedgerEntry,
  seen: ReadonlySet<Sha256Hash>,
  entries: readonly LedgerEntry[],
): { readonly reason: ChainFault; readonly message: string } | undefined {
  const hash = entryHash(entry);
  if (hash !== entry.event_hash) {
    return { reason: "changed", message: `Its content hashes to ${hash}; it says ${entry.event_hash}.` };
  }
  if (seen.has(hash)) return { reason: "duplicate", message: `Entry ${hash} stands in the chain already.` };
  if (chainOf(entry) !== chainOf(first)) {
    return { reason: "foreign", message: `It belongs to chain ${chainOf(entry)}, not to ${chainOf(first)}.` };
  }
  if (entry.prev_event_hash === head) return undefined;
  const later = entries.some((other) => other.event_hash === entry.prev_event_hash) && !seen.has(entry.prev_event_hash);
  return {
    reason: later ? "moved" : "unlinked",
    message: `It follows ${entry.prev_event_hash}; before it stands ${head}.`,
  };
}
