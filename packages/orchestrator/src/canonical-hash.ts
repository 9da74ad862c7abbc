import { hash } from "node:crypto";
import canonicalize from "canonicalize";

/**
 * `sha256:` and 64 lower-case hexadecimal digits, over the RFC 8785 form of a JSON value: equal for equal values, whatever the
 * order of their members. Throws where RFC 8785 has no form, which for JSON values means text with lone surrogates.
 */
export function canonicalHash(value: unknown): string {
  return `sha256:${hash("sha256", canonicalize(value) ?? "null", "hex")}`;
}
