import { UnreadableSchema } from "./definitions.ts";
import { remembered } from "./remembered.ts";

/** Whether a pattern is found in a text. Patterns are not anchored. Throws `UnreadableSchema` for what is no regular expression. */
export function matches(pattern: string, text: string): boolean {
  return expressionOf(pattern).test(text);
}

/**
 * The regular expression of a pattern, read with the u flag as the specification asks. Patterns that escape what needs no escape,
 * such as `\-`, are in wide use and invalid so; they are read as if it were not escaped. What is still invalid is read without the flag.
 */
export function expressionOf(pattern: string): RegExp {
  return remembered(expressions, pattern, () => read(pattern));
}

const expressions = new Map<string, RegExp>();
const needlessEscape = /\\([^A-Za-z0-9^$\\.*+?()[\]{}|/])/gu;

function read(pattern: string): RegExp {
  const mended = pattern.replace(
    needlessEscape,
    (_, character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  for (const [source, flags] of [
    [pattern, "u"],
    [mended, "u"],
    [pattern, ""],
  ] as const) {
    try {
      return new RegExp(source, flags);
    } catch {}
  }
  throw new UnreadableSchema(`pattern ${JSON.stringify(pattern)} is not a regular expression`);
}
