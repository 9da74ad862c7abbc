import type { ControlPlaneEvidenceBundle, Ed25519PublicKey } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { brokenContent } from "./broken-content.ts";
import { type BrokenEvidence, brokenAt } from "./broken-evidence.ts";
import { brokenLedger } from "./broken-ledger.ts";
import { evidenceSignedText } from "./evidence-bundle.ts";
import { type CheckpointTrust, followsCheckpoint, verifyCheckpoint } from "./ledger-checkpoint.ts";
import { verifySignature } from "./signing-key.ts";

export interface VerifiedEvidence {
  readonly ok: true;
  readonly bundle: ControlPlaneEvidenceBundle;
  /** How many of the ledger's entries a signed checkpoint covers. The others stand on the bundle's signature alone. */
  readonly covered: number;
  /** Every key that signed something in here. */
  readonly signedBy: readonly Ed25519PublicKey[];
  /** Whether these keys were compared with keys that the caller trusts. If not, anybody could have made this bundle. */
  readonly trusted: boolean;
}

export type EvidenceVerification = VerifiedEvidence | BrokenEvidence;

/**
 * Checks an evidence bundle, whatever it is, by itself: no network, no store. Without `publicKeys` it shows that the bundle was
 * not changed since somebody signed it; with them, that it was one of these. Never throws for JSON values.
 */
export function verifyEvidence(value: unknown, trust: CheckpointTrust = {}): EvidenceVerification {
  const broken = brokenContent(value);
  if (broken !== undefined) return broken;
  const [issue] = validators.ControlPlaneEvidenceBundle(value);
  if (issue !== undefined) return brokenAt(issue.pointer, "shape", `This is not an evidence bundle: ${issue.message}`);
  const bundle = value as ControlPlaneEvidenceBundle;
  const fault = brokenSignature(bundle, trust) ?? brokenCheckpoint(bundle, trust) ?? brokenLedger(bundle);
  if (fault !== undefined) return fault;
  return {
    ok: true,
    bundle,
    covered: bundle.inclusions.length,
    signedBy: [...new Set([bundle.signature.publicKey, ...bundle.checkpoints.map((each) => each.public_key)])],
    trusted: trust.publicKeys !== undefined,
  };
}

function brokenSignature({ hash, signature }: ControlPlaneEvidenceBundle, trust: CheckpointTrust) {
  if (trust.publicKeys?.includes(signature.publicKey) === false) {
    return brokenAt(
      "/signature/publicKey",
      "key",
      `It is signed by ${signature.publicKey}, which is not a trusted key.`,
    );
  }
  if (verifySignature(evidenceSignedText(hash), signature.signature, signature.publicKey)) return undefined;
  return brokenAt("/signature", "signature", `The signature is not of this bundle by ${signature.publicKey}.`);
}

function brokenCheckpoint({ checkpoints }: ControlPlaneEvidenceBundle, trust: CheckpointTrust) {
  for (const [index, checkpoint] of checkpoints.entries()) {
    const at = `/checkpoints/${index}`;
    const verified = verifyCheckpoint(checkpoint, trust);
    if (!verified.ok) return brokenAt(at, verified.reason === "key" ? "key" : "ledger", verified.message);
    const previous = checkpoints[index - 1];
    if (previous === undefined || checkpoint.sequence > previous.sequence + 1) continue;
    if (!followsCheckpoint(checkpoint, previous)) {
      return brokenAt(at, "ledger", `It does not follow checkpoint ${previous.sequence}, ${previous.anchor}.`);
    }
  }
  return undefined;
}
