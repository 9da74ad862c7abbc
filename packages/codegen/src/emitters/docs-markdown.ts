/**
 * The pieces that every documentation page is made of. Each returns GitHub-flavoured Markdown without a blank line
 * around it; {@link page} puts one between them. An empty label, cell or section is a mistake of the page's author, so
 * the pieces refuse it.
 */

/** One whole page: the title and the blocks, with a blank line between. */
export function page(title: string, blocks: readonly string[]): string {
  return `${[`# ${title}`, ...blocks].join("\n\n")}\n`;
}

/** A heading with what stands under it. */
export function section(level: 2 | 3 | 4, title: string, ...blocks: readonly string[]): string {
  if (blocks.length === 0) throw new Error(`The section "${title}" is empty.`);
  return [`${"#".repeat(level)} ${title}`, ...blocks].join("\n\n");
}

/** A table. Cells are Markdown; line ends become spaces and `|` is escaped. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, index) => cell(text, columns[index])).join(" | ")} |`;
  return [line(columns), `| ${columns.map(() => "---").join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** What a page says about its subject, label by label. */
export function facts(rows: readonly (readonly [label: string, value: string])[]): string {
  return table(["Label", "Value"], rows);
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item.replaceAll(/\s*\n\s*/g, " ")}`).join("\n");
}

/** A fenced block. The fence is longer than any run of backticks inside. */
export function fenced(language: string, text: string): string {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

export function json(value: unknown): string {
  return fenced("json", JSON.stringify(value, null, 2));
}

/** A code span that survives backticks inside. */
export function code(text: string): string {
  const ticks = "`".repeat(longestRun(text) + 1);
  const space = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${space}${text}${space}${ticks}`;
}

/** A JSON value as a code span. */
export function literal(value: unknown): string {
  return code(JSON.stringify(value));
}

export function list(values: readonly string[], empty: string): string {
  return values.length > 0 ? values.join(", ") : empty;
}

/** Text from a contract. It is Markdown already, but `<` outside code would begin HTML. */
export function prose(text: string): string {
  return text
    .split(/(`+[^`]*`+)/)
    .map((part, index) => (index % 2 === 0 ? part.replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;") : part))
    .join("");
}

/** The first sentence of a contract's text: what a list has room for. A full stop within code does not end it. */
export function firstSentence(text: string): string {
  const end = text.replaceAll(/`+[^`]*`+/g, (span) => "x".repeat(span.length)).search(/[.!?](?=\s)/);
  return prose(end === -1 ? text : text.slice(0, end + 1));
}

/** The anchor that renderers derive from a heading: lower case, punctuation dropped, spaces as hyphens. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
    .replaceAll(" ", "-");
}

function cell(text: string, column = ""): string {
  const flat = text.trim().replaceAll(/\s*\n\s*/g, " ");
  if (flat === "") throw new Error(`A cell is empty under "${column}".`);
  return flat.replaceAll("|", "\\|");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
