import type { LedgerAnchor, LedgerCheckpoint, LedgerEntry, Sha256Hash } from "@oap/protocol";
import {
  type CheckpointFault,
  type CheckpointTrust,
  checkpointRoot,
  followsCheckpoint,
  verifyCheckpoint,
} from "./ledger-checkpoint.ts";
import { chainOf, entryHash, firstPrevEventHash } from "./ledger-entry.ts";

/** An entry at its place in the ledger, from 1, over all chains. */
export interface PlacedEntry {
  readonly ordinal: number;
  readonly entry: LedgerEntry;
}

export interface LedgerContent extends CheckpointTrust {
  /** The oldest first. They may be read from a disk as they are asked for: no more of them is kept than one checkpoint covers. */
  readonly entries: Iterable<PlacedEntry>;
  /** The oldest first. After pruning: those from the first one on whose entries are all kept. */
  readonly checkpoints: readonly LedgerCheckpoint[];
  /** The latest `event_hash` of each chain, by `chainOf`, as the store appends to them. */
  readonly heads?: ReadonlyMap<string, Sha256Hash>;
  /** Anchors that somebody else wrote down, of checkpoints that are not pruned: the only protection from a ledger that was set back to an earlier state. */
  readonly heldAnchors?: readonly LedgerAnchor[];
}

export type LedgerFault =
  | CheckpointFault
  /** An entry is not at the place where it should be: one is missing, or one is too many. */
  | "place"
  /** The entries that a checkpoint covers are not those that it was made of. */
  | "root"
  /** The store would append to another entry than the latest of the chain. */
  | "head"
  /** A checkpoint that somebody has written down is not there. */
  | "anchor";

export type LedgerVerification =
  | {
      readonly ok: true;
      readonly entries: number;
      readonly chains: number;
      readonly checkpoints: number;
      /** How many entries at the end no checkpoint covers yet: they could be removed or replaced unseen. */
      readonly uncovered: number;
      /** The latest `anchor`: to be kept elsewhere. */
      readonly anchor?: LedgerAnchor;
    }
  | {
      readonly ok: false;
      /** The first thing that is wrong; for `root`, the checkpoint, since any of its entries may be the one. */
      readonly at:
        | { readonly entry: number }
        | { readonly checkpoint: number }
        | { readonly chain: string }
        | { readonly anchor: LedgerAnchor };
      readonly reason: LedgerFault;
      readonly message: string;
    };

type Broken = Extract<LedgerVerification, { ok: false }>;

/**
 * Checks a whole ledger, or what pruning left of it: every checkpoint, every entry, every chain, and that no entry is missing
 * between. After pruning up to the end of a checkpoint it begins with the entry after; a chain's first entry then names one that
 * is gone, and that it does so is vouched for by the checkpoint that covers it.
 */
export function verifyLedger(content: LedgerContent): LedgerVerification {
  const { entries, checkpoints, heads, heldAnchors = [] } = content;
  const broken = brokenCheckpoint(checkpoints, content);
  if (broken !== undefined) return broken;

  const latest = new Map<string, Sha256Hash>();
  const begin = checkpoints[0]?.first_entry ?? 1;
  let ordinal = begin;
  let covering = 0;
  let uncovered: Sha256Hash[] = [];
  for (const placed of entries) {
    const fault = brokenEntry(placed, ordinal, latest, begin > 1);
    if (fault !== undefined) return fault;
    latest.set(chainOf(placed.entry), placed.entry.event_hash);
    uncovered.push(placed.entry.event_hash);
    const checkpoint = checkpoints[covering];
    if (checkpoint?.last_entry === ordinal) {
      const root = checkpointRoot(uncovered);
      if (root !== checkpoint.root) return brokenRoot(checkpoint, root);
      uncovered = [];
      covering += 1;
    }
    ordinal += 1;
  }

  const open = checkpoints[covering];
  if (open !== undefined) {
    return brokenAt(
      { entry: ordinal },
      "place",
      `The ledger ends before entry ${ordinal}; checkpoint ${open.sequence} covers entries up to ${open.last_entry}.`,
    );
  }
  for (const chain of heads === undefined ? [] : new Set([...latest.keys(), ...heads.keys()])) {
    // A chain whose entries were all pruned has a head and nothing else.
    const head = latest.get(chain) ?? (begin > 1 ? heads?.get(chain) : undefined);
    if (heads?.get(chain) === head) continue;
    return brokenAt({ chain }, "head", `Its latest entry is ${head}; it would be continued from ${heads?.get(chain)}.`);
  }
  const anchors = new Set(checkpoints.flatMap(({ anchor, previous = anchor }) => [previous, anchor]));
  const lost = heldAnchors.find((anchor) => !anchors.has(anchor));
  if (lost !== undefined) return brokenAt({ anchor: lost }, "anchor", "No checkpoint has this anchor.");
  return {
    ok: true,
    entries: ordinal - begin,
    chains: latest.size,
    checkpoints: checkpoints.length,
    uncovered: uncovered.length,
    ...(checkpoints.length === 0 ? {} : { anchor: checkpoints.at(-1)!.anchor }),
  };
}

function brokenCheckpoint(checkpoints: readonly LedgerCheckpoint[], trust: CheckpointTrust): Broken | undefined {
  for (const [index, checkpoint] of checkpoints.entries()) {
    const at = { checkpoint: checkpoint.sequence };
    const verified = verifyCheckpoint(checkpoint, trust);
    if (!verified.ok) return brokenAt(at, verified.reason, verified.message);
    const previous = checkpoints[index - 1];
    const begins = previous === undefined && checkpoint.sequence > 1 === checkpoint.first_entry > 1;
    if (begins || (previous !== undefined && followsCheckpoint(checkpoint, previous))) continue;
    return brokenAt(at, "unlinked", `It does not follow ${previous === undefined ? "nothing" : previous.anchor}.`);
  }
  return undefined;
}

function brokenEntry(
  { ordinal, entry }: PlacedEntry,
  expected: number,
  latest: ReadonlyMap<string, Sha256Hash>,
  pruned: boolean,
): Broken | undefined {
  if (ordinal !== expected) {
    return brokenAt({ entry: expected }, "place", `Entry ${expected} should be here; this is entry ${ordinal}.`);
  }
  const hash = entryHash(entry);
  if (hash !== entry.event_hash) {
    return brokenAt({ entry: ordinal }, "changed", `Its content hashes to ${hash}; it says ${entry.event_hash}.`);
  }
  const head = latest.get(chainOf(entry)) ?? (pruned ? entry.prev_event_hash : firstPrevEventHash);
  if (entry.prev_event_hash === head) return undefined;
  return brokenAt(
    { entry: ordinal },
    "unlinked",
    `It follows ${entry.prev_event_hash}; the latest of its chain before it is ${head}.`,
  );
}

function brokenRoot({ sequence, first_entry, last_entry, root }: LedgerCheckpoint, found: Sha256Hash): Broken {
  const message = `Entries ${first_entry} to ${last_entry} have the root ${found}; it was made of entries with ${root}.`;
  return brokenAt({ checkpoint: sequence }, "root", message);
}

function brokenAt(at: Broken["at"], reason: LedgerFault, message: string): Broken {
  return { ok: false, at, reason, message };
}
