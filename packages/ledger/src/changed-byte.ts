import { hash } from "node:crypto";
import type { Sha256Hash } from "@oap/protocol";
import type { ByteRange } from "./json-places.ts";

/** A part of at most this many bytes is searched for one changed bit. */
const bitSearchBytesMax = 8192;
/** A part of at most this many bytes is searched for one byte that was changed to any other: 255 hashes for each of them. */
const byteSearchBytesMax = 1024;

export interface ChangedByte {
  readonly byte: number;
  readonly is: number;
  readonly was: number;
}

/**
 * Finds the one byte by which a part differs from what was exported, by trying what it may have been until the digest is right.
 * Undefined if there is no such byte, so if more was changed, or the part is too long for that: a second's work at most.
 */
export function changedByte(bytes: Uint8Array, part: ByteRange, digest: Sha256Hash): ChangedByte | undefined {
  const length = part.to - part.from;
  if (length > bitSearchBytesMax) return undefined;
  const tried = Uint8Array.from(bytes.subarray(part.from, part.to));
  const wanted = digest.slice("sha256:".length);
  const bits = Array.from({ length: 8 }, (_, bit) => 1 << bit);
  const others = Array.from({ length: 255 }, (_, index) => index + 1);
  for (const changes of length > byteSearchBytesMax ? [bits] : [bits, others]) {
    for (let index = 0; index < length; index += 1) {
      const is = tried[index]!;
      for (const change of changes) {
        tried[index] = is ^ change;
        if (hash("sha256", tried, "hex") === wanted) return { byte: part.from + index, is, was: is ^ change };
      }
      tried[index] = is;
    }
  }
  return undefined;
}
