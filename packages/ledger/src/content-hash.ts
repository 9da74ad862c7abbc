import { hash } from "node:crypto";
import type { Sha256Hash } from "@oap/protocol";
import { configure } from "safe-stable-stringify";

/** Members sorted by UTF-16 code units, and everything else as `JSON.stringify` has it: RFC 8785, but for its refusals of strings. */
const stringify = configure({ strict: true, bigint: false });

/**
 * `sha256:` and 64 lower-case hexadecimal digits, over the RFC 8785 form of a JSON value: equal for equal values, whatever the
 * order of their members. It is how entries refer to inputs and outputs, and how entries, checkpoints, evidence, plans and
 * attempts are hashed. Members that are `undefined` do not count.
 * Throws where RFC 8785 has no form: text with lone surrogates, numbers that are not finite.
 */
export function contentHash(value: unknown): Sha256Hash {
  return `sha256:${hash("sha256", canonicalForm(value), "hex")}`;
}

/** The RFC 8785 form. `undefined` has none, and counts as null. */
export function canonicalForm(value: unknown): string {
  const text = stringify(value) ?? "null";
  // A lone surrogate is written as an escape, as nothing else beyond the control characters is.
  if (text.includes("\\ud") && loneSurrogate.test(text)) {
    throw new TypeError("There is a lone surrogate, which no canonical JSON has: text must be well-formed Unicode.");
  }
  return text;
}

/** The escape of a surrogate, after an even number of backslashes. */
const loneSurrogate = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;
