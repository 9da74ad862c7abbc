import { type BrokenEvidence, brokenAt } from "./broken-evidence.ts";
import { type ChangedByte, changedByte } from "./changed-byte.ts";
import { canonicalForm } from "./content-hash.ts";
import { type ByteRange, type JsonPlaces, jsonPlaces } from "./json-places.ts";
import type { CheckpointTrust } from "./ledger-checkpoint.ts";
import { type VerifiedEvidence, verifyEvidence } from "./verify-evidence.ts";

export interface BrokenEvidenceFile extends BrokenEvidence {
  /** The bytes that are wrong, or among which the wrong one is. For `unreadable`, no text can go on with the first; the wrong one is that or one before it. */
  readonly bytes: ByteRange;
  /** The very byte, if one byte explains what is wrong with a part. Sought only if it is asked for. */
  readonly changed?: ChangedByte;
}

export type EvidenceFileVerification = VerifiedEvidence | BrokenEvidenceFile;

export interface EvidenceFileOptions extends CheckpointTrust {
  /** Whether to search for the changed byte within a changed part; it may take a second. */
  readonly searchByte?: boolean;
}

/**
 * Checks a file that `serializeEvidence` wrote, byte for byte; one line end after it is allowed. What `verifyEvidence` finds wrong
 * is located in the file; and what it cannot see, such as a space, is found by comparing with the canonical form.
 */
export function verifyEvidenceFile(file: Uint8Array, options: EvidenceFileOptions = {}): EvidenceFileVerification {
  const read = parsed(file);
  if (read === undefined) return unreadable(jsonPlaces(file));
  const canonical = canonicalBytes(read.value);
  const isCanonical = canonical !== undefined && equalButLineEnd(file, canonical);
  // Only then a member may be there twice, which the parsed value does not show.
  const places = isCanonical ? undefined : jsonPlaces(file);
  if (places?.ok === false) return unreadable(places);

  const verified = verifyEvidence(read.value, options);
  if (verified.ok && isCanonical) return verified;
  if (!verified.ok) return located(verified, file, places ?? jsonPlaces(file), options);
  const from = firstDifference(file, canonical ?? file);
  return {
    ...brokenAt(
      "",
      "not_canonical",
      "The content is right, but it is not written as it was: not RFC 8785 from here on.",
    ),
    bytes: { from, to: from + 1 },
  };
}

function parsed(file: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(file)) };
  } catch {
    return undefined;
  }
}

function canonicalBytes(value: unknown): Uint8Array | undefined {
  try {
    return Buffer.from(canonicalForm(value));
  } catch {
    return undefined;
  }
}

function unreadable(places: JsonPlaces): BrokenEvidenceFile {
  const byte = places.ok ? 0 : places.byte;
  const message = places.ok ? "This is no JSON" : places.message;
  return {
    ...brokenAt("", "unreadable", `Not readable at byte ${byte}: ${message}.`),
    bytes: { from: byte, to: byte + 1 },
  };
}

function located(
  broken: BrokenEvidence,
  file: Uint8Array,
  places: JsonPlaces,
  options: EvidenceFileOptions,
): BrokenEvidenceFile {
  if (!places.ok) return unreadable(places);
  const part = places.value(broken.at);
  const changed =
    options.searchByte === true && part !== undefined && broken.expected !== undefined
      ? changedByte(file, part, broken.expected)
      : undefined;
  return { ...broken, bytes: places.member(broken.at), ...(changed === undefined ? {} : { changed }) };
}

function equalButLineEnd(file: Uint8Array, canonical: Uint8Array): boolean {
  const length = file.at(-1) === 0x0a ? file.length - 1 : file.length;
  return Buffer.compare(file.subarray(0, length), canonical) === 0;
}

function firstDifference(file: Uint8Array, canonical: Uint8Array): number {
  const found = file.findIndex((byte, index) => byte !== canonical[index]);
  return found < 0 ? file.length : found;
}
