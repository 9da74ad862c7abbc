import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import type { Ed25519PublicKey, Ed25519Signature } from "@oap/protocol";

/** What signs checkpoints and evidence. It is a port: the private key may stay in a device that only signs. */
export interface SigningKey {
  readonly publicKey: Ed25519PublicKey;
  sign(message: string): Ed25519Signature;
}

/** A new private key as PKCS #8 PEM. Whoever has it can sign another history: keep it apart from the ledger. */
export function generateSigningKeyPem(): string {
  return generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}

/** Throws TypeError for anything but an Ed25519 private key without a passphrase. */
export function signingKeyFromPem(pem: string): SigningKey {
  const key = ed25519(() => createPrivateKey(pem), "a PEM private key of Ed25519, without a passphrase");
  return {
    publicKey: publicKeyOf(createPublicKey(key)),
    sign: (message) => `ed25519:${sign(null, Buffer.from(message), key).toString("hex")}`,
  };
}

/** The public key as SPKI PEM, the form in which auditors are given it. */
export function publicKeyPem(publicKey: Ed25519PublicKey): string {
  return keyObject(publicKey).export({ type: "spki", format: "pem" }).toString();
}

/** Reads what `publicKeyPem` wrote. Throws TypeError for anything but an Ed25519 public key: for a private one too, which nobody should hand round. */
export function publicKeyFromPem(pem: string): Ed25519PublicKey {
  const wanted = "a PEM public key of Ed25519";
  if (/PRIVATE KEY/.test(pem)) throw new TypeError(`This is a private key; what is wanted is ${wanted}.`);
  return publicKeyOf(ed25519(() => createPublicKey(pem), wanted));
}

export function verifySignature(message: string, signature: Ed25519Signature, publicKey: Ed25519PublicKey): boolean {
  return verify(null, Buffer.from(message), keyObject(publicKey), Buffer.from(digits(signature), "hex"));
}

function ed25519(read: () => KeyObject, wanted: string): KeyObject {
  let key: KeyObject;
  try {
    key = read();
  } catch (cause) {
    throw new TypeError(`This is not ${wanted}.`, { cause });
  }
  if (key.asymmetricKeyType !== "ed25519")
    throw new TypeError(`This is not ${wanted}: it is ${key.asymmetricKeyType}.`);
  return key;
}

function publicKeyOf(key: KeyObject): Ed25519PublicKey {
  return `ed25519:${Buffer.from(key.export({ format: "jwk" }).x!, "base64url").toString("hex")}`;
}

function keyObject(publicKey: Ed25519PublicKey): KeyObject {
  const x = Buffer.from(digits(publicKey), "hex").toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

function digits(text: string): string {
  return text.slice("ed25519:".length);
}
