import { readFileSync } from "node:fs";
import type { ControlPlaneEvidenceBundle, LedgerCheckpoint, LedgerEntry, LedgerInclusion } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { canonicalForm, contentHash } from "./content-hash.ts";
import { type EvidenceContent, evidenceBundle, serializeEvidence } from "./evidence-bundle.ts";
import { ledgerCheckpoint, verifyCheckpoint } from "./ledger-checkpoint.ts";
import { chainOf, ledgerEntry } from "./ledger-entry.ts";
import { ledgerInclusions, verifyInclusion } from "./ledger-inclusion.ts";
import { merkleLevels, merklePath, merkleRoot, rootByPath } from "./merkle-tree.ts";
import { keyOfSecret } from "./testing/sample-ledger.ts";
import { verifyEvidence } from "./verify-evidence.ts";

interface KnownAnswers {
  readonly key: { readonly secret: string; readonly publicKey: string; readonly emptyMessageSignature: string };
  readonly hashes: readonly { title: string; value: unknown; canonical: string; hash: string }[];
  readonly merkle: {
    readonly leaves: readonly string[];
    readonly trees: readonly { size: number; root: string; paths: readonly (readonly string[])[] }[];
  };
  readonly entries: readonly { chain: string; entry: LedgerEntry }[];
  readonly checkpoints: readonly [LedgerCheckpoint, LedgerCheckpoint];
  readonly inclusions: readonly LedgerInclusion[];
  readonly evidence: { content: EvidenceContent; bundle: ControlPlaneEvidenceBundle; fileHash: string };
}

const known: KnownAnswers = JSON.parse(readFileSync(new URL("./testing/known-answers.json", import.meta.url), "utf8"));
const key = keyOfSecret(known.key.secret);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("answers that another implementation gave", () => {
  it.each(known.hashes)("hashes $title", ({ value, canonical, hash }) => {
    expect(canonicalForm(value)).toBe(canonical);
    expect(contentHash(value)).toBe(hash);
  });

  it("signs with Ed25519", () => {
    expect(key.publicKey).toBe(known.key.publicKey);
    expect(key.sign("")).toBe(known.key.emptyMessageSignature);
  });

  it.each(known.merkle.trees)("makes the Merkle tree of $size leaves", ({ size, root, paths }) => {
    const leaves = known.merkle.leaves.slice(0, size).map((leaf) => Buffer.from(leaf, "hex"));
    expect(hex(merkleRoot(leaves))).toBe(root);
    for (const [index, path] of paths.entries()) {
      expect(merklePath(merkleLevels(leaves), index).map(hex)).toEqual(path);
      const found = rootByPath(
        leaves[index]!,
        index,
        size,
        path.map((node) => Buffer.from(node, "hex")),
      );
      expect(hex(found!)).toBe(root);
    }
  });

  it("makes entries, each after the latest of its chain", () => {
    const heads = new Map<string, string>();
    for (const { chain, entry } of known.entries) {
      const { prev_event_hash, event_hash, ...facts } = entry;
      expect(chainOf(facts)).toBe(chain);
      expect(ledgerEntry(facts, heads.get(chain))).toEqual(entry);
      heads.set(chain, event_hash);
    }
  });

  it("makes checkpoints and inclusions", () => {
    const [first, second] = known.checkpoints;
    const eventHashes = known.entries.map(({ entry }) => entry.event_hash);
    expect(ledgerCheckpoint({ createdAt: first.created_at, eventHashes: eventHashes.slice(0, 2) }, key)).toEqual(first);
    expect(
      ledgerCheckpoint({ previous: first, createdAt: second.created_at, eventHashes: eventHashes.slice(2) }, key),
    ).toEqual(second);
    for (const inclusion of known.inclusions) {
      expect(ledgerInclusions(first, eventHashes.slice(0, 2))(inclusion.ordinal)).toEqual(inclusion);
      expect(verifyInclusion(inclusion, first)).toBe(true);
    }
    expect(verifyCheckpoint(second, { publicKeys: [key.publicKey] })).toEqual({ ok: true });
  });

  it("seals evidence", () => {
    const bundle = evidenceBundle(known.evidence.content, key);
    expect(bundle).toEqual(known.evidence.bundle);
    expect(contentHash(JSON.parse(serializeEvidence(bundle)))).toBe(known.evidence.fileHash);
    expect(verifyEvidence(known.evidence.bundle, { publicKeys: [key.publicKey] })).toMatchObject({
      ok: true,
      covered: 1,
    });
  });
});
