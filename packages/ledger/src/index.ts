export type { BrokenEvidence, EvidenceFault } from "./broken-evidence.ts";
export { canonicalForm, contentHash } from "./content-hash.ts";
export { type EvidenceContent, evidenceBundle, serializeEvidence } from "./evidence-bundle.ts";
export {
  type CheckpointFacts,
  type CheckpointFault,
  type CheckpointTrust,
  type CheckpointVerification,
  ledgerCheckpoint,
  verifyCheckpoint,
} from "./ledger-checkpoint.ts";
export { chainOf, firstPrevEventHash, type LedgerFacts, ledgerEntry } from "./ledger-entry.ts";
export { ledgerInclusions, verifyInclusion } from "./ledger-inclusion.ts";
export {
  generateSigningKeyPem,
  publicKeyFromPem,
  publicKeyPem,
  type SigningKey,
  signingKeyFromPem,
} from "./signing-key.ts";
export { type ChainEnds, type ChainFault, type ChainVerification, verifyChain } from "./verify-chain.ts";
export { type EvidenceVerification, type VerifiedEvidence, verifyEvidence } from "./verify-evidence.ts";
export {
  type BrokenEvidenceFile,
  type EvidenceFileOptions,
  type EvidenceFileVerification,
  verifyEvidenceFile,
} from "./verify-evidence-file.ts";
export {
  type LedgerContent,
  type LedgerFault,
  type LedgerVerification,
  type PlacedEntry,
  verifyLedger,
} from "./verify-ledger.ts";
