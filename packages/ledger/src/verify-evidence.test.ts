import type { ControlPlaneEvidenceBundle } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evidenceExample } from "../../../contracts/src/control-plane/control-plane-evidence-bundle.ts";
import { contentHash } from "./content-hash.ts";
import { type EvidenceContent, evidenceBundle, serializeEvidence } from "./evidence-bundle.ts";
import { ledgerCheckpoint } from "./ledger-checkpoint.ts";
import { sampleBundle, sampleContent } from "./testing/sample-evidence.ts";
import { otherKey, testKey } from "./testing/sample-ledger.ts";
import { verifyEvidence } from "./verify-evidence.ts";

const publicKeys = [testKey.publicKey];
const content = sampleContent(3);
const bundle = sampleBundle(3);

/** Evidence that its maker sealed although it contradicts itself. */
const sealed = (members: Partial<EvidenceContent>) =>
  verifyEvidence(evidenceBundle({ ...content, ...members }, testKey));
const changed = (members: Partial<ControlPlaneEvidenceBundle>) => verifyEvidence({ ...bundle, ...members });

describe("evidenceBundle", () => {
  it("makes what the contract says, the same from the same content", () => {
    expect(validators.ControlPlaneEvidenceBundle(bundle)).toEqual([]);
    const reordered = Object.fromEntries(Object.entries(sampleContent(3)).reverse()) as EvidenceContent;
    expect(serializeEvidence(evidenceBundle(reordered, testKey))).toBe(serializeEvidence(bundle));
  });

  it("leaves out members that are undefined", () => {
    const made = evidenceBundle({ ...content, executionId: undefined } as never, testKey);
    expect(verifyEvidence(JSON.parse(serializeEvidence(made)))).toMatchObject({ ok: true });
  });
});

describe("verifyEvidence", () => {
  it("takes what was exported, and says what its signatures are worth", () => {
    expect(verifyEvidence(bundle, { publicKeys })).toEqual({
      ok: true,
      bundle,
      covered: 2,
      signedBy: publicKeys,
      trusted: true,
    });
    expect(verifyEvidence(bundle)).toMatchObject({ ok: true, trusted: false });
  });

  it("takes the example that the contract publishes", () => {
    expect(verifyEvidence(evidenceExample, { publicKeys })).toMatchObject({ ok: true, covered: 1 });
  });

  it("takes entries that no checkpoint covers yet, and says so", () => {
    const ledger = content.ledger.map(({ ledger_anchor, ...entry }) => entry);
    expect(sealed({ ledger, checkpoints: [], inclusions: [] })).toMatchObject({ ok: true, covered: 0 });
  });

  it.each<[string, Partial<ControlPlaneEvidenceBundle>, string, string]>([
    ["a changed member", { state: "FAILED" }, "/state", "changed"],
    [
      "a changed attempt",
      { attempts: content.attempts.with(2, { ...content.attempts[2]!, attempt: 7 }) },
      "/attempts/2",
      "changed",
    ],
    [
      "a changed step",
      { plan: { ...content.plan, steps: content.plan.steps.toReversed() } },
      "/plan/steps/0",
      "changed",
    ],
    ["a member of the plan that is gone", { plan: { ...content.plan, metadata: {} } }, "/plan/metadata", "removed"],
    ["an attempt that is gone from the end", { attempts: content.attempts.slice(0, -1) }, "/attempts/5", "removed"],
    [
      "an attempt that is gone from the middle",
      { attempts: content.attempts.toSpliced(1, 1) },
      "/attempts/1",
      "changed",
    ],
    [
      "a decision that was put in",
      { decisions: [...content.decisions, content.decisions[0]!] },
      "/decisions/3",
      "added",
    ],
    ["decisions that changed places", { decisions: content.decisions.toReversed() }, "/decisions/0", "changed"],
    [
      "a changed ledger entry",
      { ledger: content.ledger.with(1, { ...content.ledger[1]!, actor: "user:eve" }) },
      "/ledger/1",
      "changed",
    ],
    ["an unknown member", { remark: "nothing to see" } as never, "/remark", "added"],
    [
      "a changed digest",
      { digests: { ...bundle.digests, "/attempts/1": contentHash(1) } },
      "/digests/~1attempts~11",
      "changed",
    ],
    ["a digest too many", { digests: { ...bundle.digests, "/x": contentHash(1) } }, "/digests/~1x", "changed"],
    ["a changed hash", { hash: contentHash(1) }, "/hash", "hash"],
    [
      "another signature",
      { signature: { ...bundle.signature, signature: testKey.sign("") } },
      "/signature",
      "signature",
    ],
    ["another key", { signature: { ...bundle.signature, publicKey: otherKey.publicKey } }, "/signature", "signature"],
  ])("locates %s", (_title, members, at, reason) => {
    expect(changed(members)).toMatchObject({ ok: false, at, reason });
  });

  it.each(["digests", "hash", "signature", "attempts", "ledger", "checkpoints"] as const)("misses %s", (member) => {
    const { [member]: _gone, ...rest } = bundle;
    expect(verifyEvidence(rest)).toMatchObject({ ok: false });
  });

  it("does not take evidence that was changed and sealed anew, once it knows the key", () => {
    const forged = evidenceBundle({ ...content, state: "FAILED" }, otherKey);
    expect(verifyEvidence(forged)).toMatchObject({
      ok: true,
      trusted: false,
      signedBy: [otherKey.publicKey, ...publicKeys],
    });
    expect(verifyEvidence(forged, { publicKeys })).toMatchObject({ at: "/signature/publicKey", reason: "key" });
    const pretended = { ...forged, signature: bundle.signature };
    expect(verifyEvidence(pretended, { publicKeys })).toMatchObject({ at: "/signature", reason: "signature" });
    expect(verifyEvidence(bundle, { publicKeys: [otherKey.publicKey] })).toMatchObject({ reason: "key" });
    expect(verifyEvidence(bundle, { publicKeys: [otherKey.publicKey, testKey.publicKey] }).ok).toBe(true);
  });

  it("does not take a signature of a checkpoint for one of evidence", () => {
    const { signature } = ledgerCheckpoint(
      { createdAt: "2026-03-01T09:30:00.000Z", eventHashes: [bundle.hash] },
      testKey,
    );
    expect(changed({ signature: { ...bundle.signature, signature } })).toMatchObject({ reason: "signature" });
  });

  it.each<[string, Partial<EvidenceContent>, string]>([
    [
      "an entry that is not what was hashed",
      { ledger: content.ledger.with(0, { ...content.ledger[0]!, risk: "HIGH" }) },
      "/ledger/0",
    ],
    ["an entry twice", { ledger: [...content.ledger, content.ledger[0]!] }, "/ledger/2"],
    ["entries in another order", { ledger: content.ledger.toReversed() }, "/ledger/0"],
    [
      "a changed checkpoint",
      { checkpoints: content.checkpoints.with(0, { ...content.checkpoints[0]!, sequence: 9 }) },
      "/checkpoints/0",
    ],
    ["checkpoints in another order", { checkpoints: content.checkpoints.toReversed() }, "/checkpoints/1"],
    ["a checkpoint twice", { checkpoints: [content.checkpoints[0]!, ...content.checkpoints] }, "/checkpoints/1"],
    ["no checkpoint", { checkpoints: content.checkpoints.slice(1) }, "/inclusions/0"],
    ["no inclusion", { inclusions: content.inclusions.slice(0, 1) }, "/ledger/1"],
    ["an inclusion too many", { inclusions: [...content.inclusions, content.inclusions[0]!] }, "/inclusions/2"],
    ["inclusions in another order", { inclusions: content.inclusions.toReversed() }, "/inclusions/0"],
    [
      "another place in the ledger",
      { inclusions: content.inclusions.with(0, { ...content.inclusions[0]!, ordinal: 3 }) },
      "/inclusions/0",
    ],
    [
      "another path",
      { inclusions: content.inclusions.with(1, { ...content.inclusions[1]!, path: content.inclusions[0]!.path }) },
      "/inclusions/1",
    ],
  ])("does not take a ledger with %s, whoever sealed it", (_title, members, at) => {
    expect(sealed(members)).toMatchObject({ ok: false, at, reason: "ledger" });
  });

  it("does not take a checkpoint that was replaced by one of another key", () => {
    const checkpoint = content.checkpoints[0]!;
    const eventHashes = content.ledger.map((entry) => entry.event_hash);
    const replaced = ledgerCheckpoint({ createdAt: checkpoint.created_at, eventHashes }, otherKey);
    const forged = evidenceBundle({ ...content, checkpoints: content.checkpoints.with(0, replaced) }, testKey);
    expect(verifyEvidence(forged, { publicKeys })).toMatchObject({ at: "/checkpoints/0", reason: "key" });
    expect(verifyEvidence(forged)).toMatchObject({ ok: false, reason: "ledger" });
  });

  it("says what is wrong with anything at all, and never throws", () => {
    const members = fc.record(
      Object.fromEntries(
        Object.entries(bundle).map(([member, value]) => [member, fc.oneof(fc.constant(value), fc.jsonValue())]),
      ),
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), members), (value) => {
        const verified = verifyEvidence(value);
        expect(verified.ok).toBe(contentHash(value) === contentHash(bundle));
      }),
      { numRuns: 500 },
    );
    for (const value of [{ state: "\ud800" }, { digests: "\ud800" }, { hash: Number.POSITIVE_INFINITY }]) {
      expect(verifyEvidence(value)).toMatchObject({ ok: false, reason: "unreadable" });
    }
  });
});
