/** How much of a value a sentence shows. */
const lengthMax = 60;

/** A value as a sentence shows it: JSON between backticks, cut where it is long; `none` of what is not there. */
export function shown(value: unknown): string {
  if (value === undefined) return "none";
  const text = JSON.stringify(value);
  return `\`${text.length > lengthMax ? `${text.slice(0, lengthMax - 1)}…` : text}\``;
}
