export interface PayloadLine {
  readonly text: string;
  /** True for the line at which a validator's pointer is. */
  readonly marked: boolean;
}

/** A payload's longest shown text; what is longer loses its middle. */
const linesMax = 60;
/** The longest shown line; a longer one is cut. */
const columnsMax = 200;

/** A payload as indented JSON with the line of `pointer` marked, bounded in both directions. */
export function payloadLines(payload: unknown, pointer: string): readonly PayloadLine[] {
  const lines = linesOf(payload, "", "", "").map(({ text, at }) => ({
    text: text.length > columnsMax ? `${text.slice(0, columnsMax)}…` : text,
    marked: at === pointer,
  }));
  if (lines.length <= linesMax) return lines;
  const mark = lines.findIndex(({ marked }) => marked);
  const start = Math.max(0, Math.min(mark - linesMax / 2, lines.length - linesMax));
  const shown = lines.slice(start, start + linesMax);
  const gap = (amount: number) => (amount > 0 ? [{ text: `… ${amount} lines`, marked: false }] : []);
  return [...gap(start), ...shown, ...gap(lines.length - start - shown.length)];
}

interface PointedLine {
  readonly text: string;
  /** The pointer of the value that begins here; undefined where one ends. */
  readonly at?: string;
}

function linesOf(value: unknown, pointer: string, indent: string, before: string): readonly PointedLine[] {
  const entries = entriesOf(value);
  if (entries === undefined || entries.length === 0) {
    return [{ text: `${indent}${before}${JSON.stringify(value) ?? "null"}`, at: pointer }];
  }
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const inner = entries.flatMap(([key, item], index) => {
    const lines = linesOf(
      item,
      `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      `${indent}  `,
      Array.isArray(value) ? "" : `${JSON.stringify(key)}: `,
    );
    return index === entries.length - 1 ? lines : lines.with(-1, { ...lines.at(-1)!, text: `${lines.at(-1)!.text},` });
  });
  return [{ text: `${indent}${before}${open}`, at: pointer }, ...inner, { text: `${indent}${close}` }];
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item]);
  return typeof value === "object" && value !== null
    ? Object.entries(value).filter(([, item]) => item !== undefined)
    : undefined;
}
