/**
 * Finds the `}` that ends an expression which begins at `start`, by the expression's own tokens: braces of maps are counted,
 * and those in strings (single, double and triple quoted, with escapes) and in comments are passed over. Returns the position of
 * the `}`, or -1 if there is none.
 */
export function findExpressionEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      at = stringEnd(text, at);
      continue;
    }
    if (text.startsWith("//", at)) {
      const lineEnd = text.indexOf("\n", at);
      if (lineEnd === -1) return -1;
      at = lineEnd + 1;
      continue;
    }
    if (character === "{") depth += 1;
    if (character === "}") {
      if (depth === 0) return at;
      depth -= 1;
    }
    at += 1;
  }
  return -1;
}

/** The position behind a string that begins at `start`. A backslash hides the character behind it, in raw strings too. */
function stringEnd(text: string, start: number): number {
  const quote = text.charAt(start);
  const delimiter = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
  let at = start + delimiter.length;
  while (at < text.length) {
    if (text.startsWith(delimiter, at)) return at + delimiter.length;
    at += text.charAt(at) === "\\" ? 2 : 1;
  }
  return text.length;
}
