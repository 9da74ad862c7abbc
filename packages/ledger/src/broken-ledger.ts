import type { ControlPlaneEvidenceBundle, LedgerEntry, Sha256Hash } from "@oap/protocol";
import { type BrokenEvidence, brokenAt } from "./broken-evidence.ts";
import { entryHash } from "./ledger-entry.ts";
import { verifyInclusion } from "./ledger-inclusion.ts";

export function brokenLedger({
  ledger,
  checkpoints,
  inclusions,
}: ControlPlaneEvidenceBundle): BrokenEvidence | undefined {
  const places = new Map<Sha256Hash, number>();
  for (const [index, entry] of ledger.entries()) {
    const hash = entryHash(entry);
    if (hash !== entry.event_hash) {
      return brokenAt(`/ledger/${index}`, "ledger", `Its content hashes to ${hash}; it says ${entry.event_hash}.`);
    }
    if (places.has(hash)) {
      return brokenAt(`/ledger/${index}`, "ledger", `It is the same entry as /ledger/${places.get(hash)}.`);
    }
    places.set(hash, index);
  }
  const late = ledger.findIndex((entry, index) => (places.get(entry.prev_event_hash) ?? -1) > index);
  if (late >= 0) return brokenAt(`/ledger/${late}`, "ledger", "The entry that it follows stands after it.");

  const anchored = ledger.flatMap((entry, index) => (entry.ledger_anchor === undefined ? [] : [{ entry, index }]));
  const byAnchor = new Map(checkpoints.map((checkpoint) => [checkpoint.anchor, checkpoint]));
  let ordinal = 0;
  for (const [place, inclusion] of inclusions.entries()) {
    const at = `/inclusions/${place}`;
    const claimed: LedgerEntry | undefined = anchored[place]?.entry;
    if (claimed?.event_hash !== inclusion.event_hash || claimed.ledger_anchor !== inclusion.anchor) {
      return brokenAt(at, "ledger", "It is not of the entry with a `ledger_anchor` that comes next.");
    }
    const checkpoint = byAnchor.get(inclusion.anchor);
    if (checkpoint === undefined)
      return brokenAt(at, "ledger", `Checkpoint ${inclusion.anchor} is not in this bundle.`);
    if (inclusion.ordinal <= ordinal)
      return brokenAt(at, "ledger", `Entry ${inclusion.ordinal} stands before ${ordinal}.`);
    if (!verifyInclusion(inclusion, checkpoint)) {
      return brokenAt(
        at,
        "ledger",
        `Checkpoint ${checkpoint.sequence} does not cover this entry at place ${inclusion.ordinal}.`,
      );
    }
    ordinal = inclusion.ordinal;
  }
  const without = anchored[inclusions.length];
  if (without === undefined) return undefined;
  return brokenAt(
    `/ledger/${without.index}`,
    "ledger",
    "It names a checkpoint, and no inclusion shows that it is covered.",
  );
}
