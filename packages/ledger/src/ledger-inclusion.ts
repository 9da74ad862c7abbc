import type { LedgerCheckpoint, LedgerInclusion, Sha256Hash } from "@oap/protocol";
import { hashBytes } from "./ledger-checkpoint.ts";
import { merkleLevels, merklePath, rootByPath } from "./merkle-tree.ts";

/**
 * Shows that entries are covered by `checkpoint`: each call of what it returns, that the one at an `ordinal` is. `eventHashes` are
 * those of all entries that the checkpoint covers, in the order of the ledger; the tree over them is made once. Throws RangeError
 * where they are not as many, or the entry is not among them.
 */
export function ledgerInclusions(
  checkpoint: LedgerCheckpoint,
  eventHashes: readonly Sha256Hash[],
): (ordinal: number) => LedgerInclusion {
  const { anchor, first_entry, last_entry } = checkpoint;
  const covers = `Checkpoint ${anchor} covers entries ${first_entry} to ${last_entry}`;
  if (eventHashes.length !== last_entry - first_entry + 1) {
    throw new RangeError(`${covers}; given are ${eventHashes.length}.`);
  }
  const levels = merkleLevels(eventHashes.map(hashBytes));
  return (ordinal) => {
    const event_hash = eventHashes[ordinal - first_entry];
    if (event_hash === undefined) throw new RangeError(`${covers}, and entry ${ordinal} is asked for.`);
    const path = merklePath(levels, ordinal - first_entry);
    return { event_hash, anchor, ordinal, path: path.map((node) => `sha256:${Buffer.from(node).toString("hex")}`) };
  };
}

/** Whether the entry that `inclusion` names is at that place among those that `checkpoint` covers. */
export function verifyInclusion(inclusion: LedgerInclusion, checkpoint: LedgerCheckpoint): boolean {
  const { first_entry, last_entry, anchor, root } = checkpoint;
  const { event_hash, ordinal, path } = inclusion;
  if (inclusion.anchor !== anchor || ordinal < first_entry || ordinal > last_entry) return false;
  const size = last_entry - first_entry + 1;
  const found = rootByPath(hashBytes(event_hash), ordinal - first_entry, size, path.map(hashBytes));
  return found !== undefined && Buffer.from(found).equals(hashBytes(root));
}
