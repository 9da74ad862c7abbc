import { sample, stringMatching } from "fast-check";
import { remembered } from "../containment/remembered.ts";

const wordsMax = 6;
const seed = 7;
const known = new Map<string, readonly string[]>();

/** A few strings in which a pattern is found, and as many in which it hardly is; none where fast-check cannot make them. */
export function patternWords(pattern: string): readonly string[] {
  return remembered(known, pattern, () => make(pattern));
}

function make(pattern: string): readonly string[] {
  try {
    const words = sample(stringMatching(new RegExp(pattern, "u"), { size: "xsmall" }), { numRuns: wordsMax, seed });
    return [...new Set(words.filter((word) => word.isWellFormed()))];
  } catch {
    return [];
  }
}
