/**
 * What could move a terminal's cursor, hide text or turn its direction: control characters but the line feed and tab,
 * direction marks and overrides, invisible joiners and half characters.
 */
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is sought
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

/** A contract's own words may come from anybody: what cannot be seen in them is shown as its code point. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, "0") ?? ""}`,
  );
}

/** The same on one line: line feeds and tabs become spaces. */
export function printableLine(text: string): string {
  return printable(text.replace(/\s+/g, " ")).trim();
}

/** A sentence cut into prose and what stands between backticks. */
export function codeSpans(sentence: string): readonly { readonly code: boolean; readonly text: string }[] {
  return sentence.split(/`([^`]+)`/).flatMap((text, index) => (text === "" ? [] : [{ code: index % 2 === 1, text }]));
}
