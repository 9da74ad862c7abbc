import { hash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Sha256Hash } from "@oap/protocol/types";
import { base62 } from "./base62.ts";

/** How much of a secret is random: as much as the hash that is kept of it. */
export const apiKeySecretBytes = 32;

/** What every secret begins with; no signed token does. */
const prefix = "oap_";
/** 62^43 > 2^256, and 62^6 > 2^32. */
const randomCharacters = 43;
const checksumCharacters = 6;

/**
 * `oap_<key_id>_<32 random bytes, base 62><CRC-32, base 62>`, such as `oap_key_0199b1f4-7c55-7d0e-9a52-0c6f6b0e7f11_…`.
 * The identifier tells people which key they hold; the prefix and the checksum let scanners of
 * published code tell a real secret from its look-alikes, and turn a slip in copying away without a look into the store.
 */
export function writeApiKeySecret(keyId: string, random: Uint8Array): string {
  const unchecked = `${prefix}${keyId}_${base62(toBigInt(random), randomCharacters)}`;
  return `${unchecked}${checksum(unchecked)}`;
}

/** Whether a text is a secret that was copied without a slip. It may still be of a key that there is not. */
export function isApiKeySecret(text: string): boolean {
  const end = text.length - checksumCharacters;
  return /^oap_key_[0-9A-Za-z-]{1,64}_[0-9A-Za-z]{49}$/.test(text) && checksum(text.slice(0, end)) === text.slice(end);
}

/** Whether a credential is meant as the secret of an API key, well made or not. */
export function looksLikeApiKey(credential: string): boolean {
  return credential.startsWith(prefix);
}

/**
 * What is kept of a secret. A slow, salted hash protects what people choose: it makes guessing dear. Nobody can guess
 * 256 random bits, however cheap a guess, and no two keys have the same; so a plain SHA-256 is as safe, and costs each
 * exchange a microsecond in place of a tenth of a second.
 *
 * Records are found by it, in an index. How long that takes may tell how far two hashes agree, and so nothing about a
 * secret: whoever sends texts cannot choose their hashes, and the secret of a known hash is still 256 bits away. A
 * comparison of the secrets themselves, which would have to take the same time for all, never happens.
 */
export function hashCredential(credential: string): Sha256Hash {
  return `sha256:${hash("sha256", credential)}`;
}

function checksum(text: string): string {
  return base62(BigInt(crc32(text)), checksumCharacters);
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}
