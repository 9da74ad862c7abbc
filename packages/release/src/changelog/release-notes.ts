/** GitHub refuses longer notes, by 125,000 characters. */
const notesCharactersMax = 120_000;

/**
 * What the history for consumers tells of one release, without its heading; undefined where it tells nothing. Notes that
 * are too long for a release end where a change ends, and say where the rest is.
 */
export function releaseNotes(changes: string, version: string): string | undefined {
  const [, ...sections] = changes.split(/^(?=## )/m);
  const section = sections.find((one) => one.startsWith(`## ${version} (`));
  if (section === undefined) return undefined;
  const notes = section.slice(section.indexOf("\n")).trim();
  if (notes.length <= notesCharactersMax) return `${notes}\n`;
  const kept = notes.slice(0, notesCharactersMax);
  const end = Math.max(kept.lastIndexOf("\n- "), kept.lastIndexOf("\n#"));
  return `${notes.slice(0, end).trimEnd()}\n\nThere is more: the whole is in \`CHANGES.md\`.\n`;
}
