import type { Sha256Hash } from "@oap/protocol";

export type EvidenceFault =
  /** The file is not JSON, or has a member twice. */
  | "unreadable"
  /** The content is right and its form is not: the file is not what was written. */
  | "not_canonical"
  /** It is not a bundle as the contract says. */
  | "shape"
  /** A part is not what was exported. */
  | "changed"
  /** A part was put in. */
  | "added"
  /** A part is gone. */
  | "removed"
  /** The bundle's hash, or its signature, is not of this bundle. */
  | "hash"
  | "signature"
  /** It, or a checkpoint in it, is signed by a key that is not trusted. */
  | "key"
  /** The ledger's entries, checkpoints or inclusions contradict themselves or each other. */
  | "ledger";

export interface BrokenEvidence {
  readonly ok: false;
  /** JSON Pointer of what is wrong. */
  readonly at: string;
  readonly reason: EvidenceFault;
  readonly message: string;
  /** For a changed part: the digest of what was exported. */
  readonly expected?: Sha256Hash;
}

export function brokenAt(at: string, reason: EvidenceFault, message: string): BrokenEvidence {
  return { ok: false, at, reason, message };
}
