/** What could move a terminal's cursor, hide text or turn its direction; line feeds stay. */
const unprintable = /(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu;

/** Words that may come from anybody: what cannot be seen in them is shown as its code point. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`);
}

/** The same on one line, so that they begin none of their own. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, " ")).trim();
}
