import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { serializeEvidence } from "./evidence-bundle.ts";
import { sampleBundle } from "./testing/sample-evidence.ts";
import { testKey } from "./testing/sample-ledger.ts";
import { verifyEvidenceFile } from "./verify-evidence-file.ts";

const publicKeys = [testKey.publicKey];
const small = Buffer.from(serializeEvidence(sampleBundle(1)));
const large = Buffer.from(serializeEvidence(sampleBundle(60, "Wörter ".repeat(40))));

/** Whether the flip at `at` is found, and the bytes that are said to be wrong hold it. */
function expectLocated(file: Uint8Array, at: number, flip: number): void {
  const found = verifyEvidenceFile(Uint8Array.from(file).with(at, file[at]! ^ flip), { publicKeys });
  const where = `byte ${at} ^ ${flip}: ${JSON.stringify({ ...found, bundle: undefined })}`;
  if (found.ok) expect.fail(where);
  const from = found.reason === "unreadable" ? 0 : found.bytes.from;
  expect(at >= from && at < found.bytes.to, where).toBe(true);
}

describe("verifyEvidenceFile", () => {
  it("takes what was exported, with or without a line end after it", () => {
    expect(verifyEvidenceFile(small, { publicKeys })).toMatchObject({ ok: true, trusted: true });
    expect(verifyEvidenceFile(large)).toMatchObject({ ok: true, trusted: false });
    expect(verifyEvidenceFile(Buffer.concat([small, Buffer.from("\n")]))).toMatchObject({ ok: true });
  });

  it("finds and locates a flip of every byte of a small file", () => {
    for (let at = 0; at < small.length; at += 1) expectLocated(small, at, 1 << (at % 8));
  });

  it("finds and locates a flip of any byte of a large file, to anything", () => {
    fc.assert(
      fc.property(fc.nat(large.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) =>
        expectLocated(large, at, flip),
      ),
      { numRuns: 60 },
    );
  });

  it("finds and locates a byte that becomes part of JSON's own grammar", () => {
    fc.assert(
      fc.property(fc.nat(small.length - 1), fc.constantFrom(...'{}[]",:\\/ \n0-.eEtu'), (at, character) => {
        const flip = small[at]! ^ character.charCodeAt(0);
        fc.pre(flip !== 0);
        expectLocated(small, at, flip);
      }),
      { numRuns: 1500 },
    );
  });

  it("finds a file that was cut short anywhere, where it ends", () => {
    fc.assert(
      fc.property(fc.nat(small.length - 1), (length) => {
        expect(verifyEvidenceFile(small.subarray(0, length))).toMatchObject({
          ok: false,
          reason: "unreadable",
          bytes: { from: length },
        });
      }),
    );
  });

  it("finds a byte that was put in or taken out", () => {
    fc.assert(
      fc.property(fc.nat(small.length - 1), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const more = Buffer.concat([small.subarray(0, at), Uint8Array.of(byte), small.subarray(at)]);
        const less = Buffer.concat([small.subarray(0, at), small.subarray(at + 1)]);
        for (const file of [more, less]) expect(verifyEvidenceFile(file).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("finds another way to write the same content, at its first byte", () => {
    const text = small.toString();
    const at = (file: string) => verifyEvidenceFile(Buffer.from(file));
    expect(at(JSON.stringify(JSON.parse(text), null, 2))).toMatchObject({
      reason: "not_canonical",
      bytes: { from: 1 },
    });
    expect(at(` ${text}`)).toMatchObject({ reason: "not_canonical", bytes: { from: 0 } });
    expect(at(`${text}\n\n`)).toMatchObject({ reason: "not_canonical", bytes: { from: small.length } });
    const escaped = text.replace('"COMPLETED"', '"\\u0043OMPLETED"');
    const first = text.indexOf('"COMPLETED"') + 1;
    expect(at(escaped)).toMatchObject({
      reason: "not_canonical",
      bytes: { from: Buffer.byteLength(text.slice(0, first)) },
    });
  });

  it("finds a member that is there twice, of which a reader sees only the last", () => {
    const text = small.toString();
    const twice = text.replace('{"approvals"', '{"state":"FAILED","approvals"');
    expect(verifyEvidenceFile(Buffer.from(twice))).toMatchObject({
      reason: "unreadable",
      message: expect.stringContaining('"state" is there twice'),
    });
  });

  it("names the very byte, what it is and what it was", () => {
    const at = small.indexOf("user:ada", small.indexOf('"plan":'));
    const flipped = Uint8Array.from(small).with(at, "U".charCodeAt(0));
    expect(verifyEvidenceFile(flipped, { searchByte: true })).toMatchObject({
      at: "/plan/created_by",
      reason: "changed",
      changed: { byte: at, is: "U".charCodeAt(0), was: "u".charCodeAt(0) },
    });
    const replaced = Uint8Array.from(small)
      .with(at + 5, "e".charCodeAt(0))
      .with(at + 6, "v".charCodeAt(0));
    expect(verifyEvidenceFile(replaced, { searchByte: true })).toMatchObject({
      at: "/plan/created_by",
      reason: "changed",
    });
    expect(verifyEvidenceFile(replaced, { searchByte: true })).not.toHaveProperty("changed");
  });
});
