import { redacted, shownText } from "./shown-text.ts";

/**
 * The message of an exception, without the values in it: what is in quotes, and every word that could be anything, as one with
 * digits or a very long one. What remains is prose, names of codes and short numbers.
 */
export function maskMessage(message: string): string {
  return shownText(message)
    .replace(quoted, hidden)
    .replace(word, (text) => (isProse.test(text) ? text : hidden));
}

/** The frames of a stack as they are, and the message before them masked. */
export function maskStack(stack: string): string {
  return shownText(stack)
    .split("\n")
    .slice(0, stackLinesMax)
    .map((line) => (frame.test(line) ? line : maskMessage(line)))
    .join("\n");
}

/** Without brackets, which separate words. */
const hidden = redacted;
const stackLinesMax = 32;

/** An apostrophe within a word is no quote. A quote that is not closed goes on to the end of the line. */
const quoted = /"[^"\n]*"?|`[^`\n]*`?|(?<![\w])'[^'\n]*'?/g;
const word = /[^\s()[\]{},;:=<>|]+/g;
const isProse = /^(?:[A-Za-z_.'/!?-]{1,32}|\d{1,6}(?:ms|s|%)?[.!?]?)$/;
/** `at name (place:line:column)`, or the place alone. */
const frame =
  /^ {0,8}at (?:[\w.$<>#\][ ]{1,200} \()?(?:file:\/\/|node:|\/|[A-Za-z]:[\\/])[\w./\\@+~%:-]{1,500}:\d+:\d+\)?$/;
