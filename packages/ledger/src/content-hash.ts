import { hash } from "node:crypto";
import type { Sha256Hash } from "@oap/protocol";
import canonicalize from "canonicalize";

/**
 * `sha256:` and 64 lower-case hexadecimal digits, over the RFC 8785 form of a JSON value. It is how entries refer to inputs and
 * outputs, and how entries, checkpoints and evidence are hashed. Members that are `undefined` do not count.
 * Throws where RFC 8785 has no form: text with lone surrogates, numbers that are not finite.
 */
export function contentHash(value: unknown): Sha256Hash {
  return `sha256:${hash("sha256", canonicalForm(value), "hex")}`;
}

/** The RFC 8785 form. `undefined` has none, and counts as null. */
export function canonicalForm(value: unknown): string {
  return canonicalize(value) ?? "null";
}
