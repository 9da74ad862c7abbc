import type { ControlPlaneEvidenceBundle, Sha256Hash } from "@oap/protocol";
import { canonicalForm, contentHash } from "./content-hash.ts";
import { evidenceDigests } from "./evidence-digests.ts";
import type { SigningKey } from "./signing-key.ts";

/** What a bundle says; the rest of it says that nobody changed this. Redaction is done before. */
export type EvidenceContent = Omit<ControlPlaneEvidenceBundle, "digests" | "hash" | "signature">;

/**
 * Seals what shows what a run did: a digest of each part, a hash over everything, and a signature of that.
 * The same content and key yield the same bundle. Its members stand in canonical order, so that whoever writes it down as it came has
 * the file; names that are whole numbers are the exception, for which JavaScript has an order of its own.
 */
export function evidenceBundle(content: EvidenceContent, key: SigningKey): ControlPlaneEvidenceBundle {
  const sealed = { ...content, digests: Object.fromEntries(evidenceDigests(content)) };
  const hash = contentHash(sealed);
  const signature = { publicKey: key.publicKey, signature: key.sign(evidenceSignedText(hash)) };
  return JSON.parse(canonicalForm({ ...sealed, hash, signature })) as ControlPlaneEvidenceBundle;
}

/** The bundle as the text of a file, in which every byte counts: RFC 8785, without a line end. */
export function serializeEvidence(bundle: ControlPlaneEvidenceBundle): string {
  return canonicalForm(bundle);
}

/** Says what is signed, so that a signature of evidence never passes for one of something else. */
export function evidenceSignedText(hash: Sha256Hash): string {
  return `oap-evidence:${hash}`;
}
