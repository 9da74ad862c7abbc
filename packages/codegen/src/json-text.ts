/** A JSON document as it is published: two spaces, the keys as they were put in, a line break at the end. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
