import type { Ed25519PublicKey, LedgerAnchor, LedgerCheckpoint, Sha256Hash, Timestamp } from "@oap/protocol";
import { bounds } from "@oap/protocol/bounds";
import { contentHash } from "./content-hash.ts";
import { merkleRoot } from "./merkle-tree.ts";
import { type SigningKey, verifySignature } from "./signing-key.ts";

export interface CheckpointFacts {
  /** The checkpoint before; absent for the first. */
  readonly previous?: LedgerCheckpoint;
  readonly createdAt: Timestamp;
  /** The `event_hash` of every entry since the checkpoint before, of all chains, in the order of the ledger. */
  readonly eventHashes: readonly Sha256Hash[];
}

/**
 * Signs the entries since the checkpoint before. Its `anchor` is what `Orch-Ledger-Anchor` and `ledger_anchor` carry.
 * Throws RangeError for no entries, and for more than `checkpointEntriesMax`.
 */
export function ledgerCheckpoint(facts: CheckpointFacts, key: SigningKey): LedgerCheckpoint {
  const { previous, createdAt, eventHashes } = facts;
  if (eventHashes.length === 0 || eventHashes.length > bounds.checkpointEntriesMax) {
    throw new RangeError(
      `A checkpoint covers 1 to ${bounds.checkpointEntriesMax} entries; this one would cover ${eventHashes.length}.`,
    );
  }
  const before = previous?.last_entry ?? 0;
  const content = {
    sequence: (previous?.sequence ?? 0) + 1,
    ...(previous === undefined ? {} : { previous: previous.anchor }),
    created_at: createdAt,
    first_entry: before + 1,
    last_entry: before + eventHashes.length,
    root: checkpointRoot(eventHashes),
    public_key: key.publicKey,
  };
  const anchor = anchorOf(content);
  return { anchor, ...content, signature: key.sign(signedText(anchor)) };
}

/** The root over the entries that a checkpoint covers, in the order of the ledger. */
export function checkpointRoot(eventHashes: readonly Sha256Hash[]): Sha256Hash {
  return `sha256:${Buffer.from(merkleRoot(eventHashes.map(hashBytes))).toString("hex")}`;
}

export type CheckpointFault =
  /** It is not what its anchor says. */
  | "changed"
  /** Its signature is not of the key that it names. */
  | "signature"
  /** It is signed by a key that is not among those that are trusted. */
  | "key"
  /** It does not follow the checkpoint before it. */
  | "unlinked";

export type CheckpointVerification =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: CheckpointFault; readonly message: string };

export interface CheckpointTrust {
  /** The keys whose signatures count. Without them a checkpoint is only shown to be signed by the key that it names itself. */
  readonly publicKeys?: readonly Ed25519PublicKey[];
}

/** Checks one checkpoint by itself. Whether its root is that of the entries is for `verifyLedger` and `verifyInclusion`. */
export function verifyCheckpoint(checkpoint: LedgerCheckpoint, trust: CheckpointTrust = {}): CheckpointVerification {
  const { anchor, signature, ...content } = checkpoint;
  const expected = anchorOf(content);
  if (expected !== anchor) {
    return { ok: false, reason: "changed", message: `Its content has the anchor ${expected}; it says ${anchor}.` };
  }
  if (trust.publicKeys?.includes(content.public_key) === false) {
    return { ok: false, reason: "key", message: `It is signed by ${content.public_key}, which is not a trusted key.` };
  }
  if (verifySignature(signedText(anchor), signature, content.public_key)) return { ok: true };
  return { ok: false, reason: "signature", message: `Its signature is not of ${content.public_key}.` };
}

/** Whether `checkpoint` is the one right after `previous`. */
export function followsCheckpoint(checkpoint: LedgerCheckpoint, previous: LedgerCheckpoint): boolean {
  return (
    checkpoint.sequence === previous.sequence + 1 &&
    checkpoint.previous === previous.anchor &&
    checkpoint.first_entry === previous.last_entry + 1
  );
}

export function hashBytes(hash: Sha256Hash): Uint8Array {
  return Buffer.from(hash.slice("sha256:".length), "hex");
}

function anchorOf(content: Omit<LedgerCheckpoint, "anchor" | "signature">): LedgerAnchor {
  return `chk_${contentHash(content).slice("sha256:".length)}`;
}

/** Says what is signed, so that a signature of a checkpoint never passes for one of something else. */
function signedText(anchor: LedgerAnchor): string {
  return `oap-ledger-checkpoint:${anchor}`;
}
