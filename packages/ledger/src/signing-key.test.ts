import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  generateSigningKeyPem,
  publicKeyFromPem,
  publicKeyPem,
  signingKeyFromPem,
  verifySignature,
} from "./signing-key.ts";
import { otherKey, testKey } from "./testing/sample-ledger.ts";

describe("signing keys", () => {
  it("are generated as PEM, each another, and read from it", () => {
    const [one, two] = [generateSigningKeyPem(), generateSigningKeyPem()];
    expect(one).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(signingKeyFromPem(one).publicKey).toMatch(/^ed25519:[0-9a-f]{64}$/);
    expect(signingKeyFromPem(one).publicKey).not.toBe(signingKeyFromPem(two).publicKey);
  });

  it("hand out their public key as PEM", () => {
    expect(publicKeyPem(testKey.publicKey)).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
    expect(publicKeyFromPem(publicKeyPem(testKey.publicKey))).toBe(testKey.publicKey);
  });

  it("refuse what is no Ed25519 key, and a private key where a public one is wanted", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const otherKind = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect(() => signingKeyFromPem("nothing")).toThrow(TypeError);
    expect(() => signingKeyFromPem(otherKind)).toThrow("it is ec");
    expect(() => publicKeyFromPem(publicKey.export({ type: "spki", format: "pem" }).toString())).toThrow("it is ec");
    expect(() => publicKeyFromPem(generateSigningKeyPem())).toThrow("private key");
  });

  it("tell apart messages, keys and signatures", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(127), fc.constantFrom(..."0123456789abcdef"), (message, at, digit) => {
        const signature = testKey.sign(message);
        expect(verifySignature(message, signature, testKey.publicKey)).toBe(true);
        expect(verifySignature(`${message}.`, signature, testKey.publicKey)).toBe(false);
        expect(verifySignature(message, signature, otherKey.publicKey)).toBe(false);
        const place = "ed25519:".length + at;
        fc.pre(signature[place] !== digit);
        const changed = `${signature.slice(0, place)}${digit}${signature.slice(place + 1)}`;
        expect(verifySignature(message, changed, testKey.publicKey)).toBe(false);
      }),
    );
  });

  it("answer false for a public key that is no point of the curve", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const publicKey = `ed25519:${Buffer.from(bytes).toString("hex")}`;
        expect(verifySignature("", testKey.sign(""), publicKey)).toBe(false);
      }),
    );
  });
});
