import type { EditedFile } from "./apply-edits.ts";

const contextLines = 3;

/** One file's part of a unified diff. Mending changes few lines, so that the changed lines are found from both ends of each block. */
export function patchText({ path, before, after }: EditedFile): string {
  const [old, fresh] = [linesOf(before), linesOf(after)];
  const hunks = hunksOf(changesBetween(old, fresh), old.length);
  const body = hunks.map(({ changes, from, to }) => hunkText(changes, from, to, old, fresh)).join("");
  return body === "" ? "" : `--- a/${path}\n+++ b/${path}\n${body}`;
}

/** Old lines [start, end) became the new lines [freshStart, freshEnd). */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly freshStart: number;
  readonly freshEnd: number;
}

/** Walks both texts in step; where they part, the nearest place where they meet again ends the change. */
function changesBetween(old: readonly string[], fresh: readonly string[]): readonly Change[] {
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      i += 1;
      j += 1;
      continue;
    }
    const [skipOld, skipFresh] = meeting(old, fresh, i, j);
    changes.push({ start: i, end: i + skipOld, freshStart: j, freshEnd: j + skipFresh });
    i += skipOld;
    j += skipFresh;
  }
  return changes;
}

function meeting(old: readonly string[], fresh: readonly string[], i: number, j: number): readonly [number, number] {
  const rest = Math.max(old.length - i, fresh.length - j);
  for (let skipped = 1; skipped <= 2 * rest; skipped += 1) {
    for (let skipOld = 0; skipOld <= skipped; skipOld += 1) {
      const skipFresh = skipped - skipOld;
      const [a, b] = [old[i + skipOld], fresh[j + skipFresh]];
      if (a !== undefined && a === b) return [skipOld, skipFresh];
    }
  }
  return [old.length - i, fresh.length - j];
}

interface Hunk {
  readonly changes: readonly Change[];
  /** Old lines that it shows. */
  readonly from: number;
  readonly to: number;
}

/** Changes whose contexts touch share a hunk. */
function hunksOf(changes: readonly Change[], length: number): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (const change of changes) {
    const last = hunks.at(-1);
    const from = Math.max(0, change.start - contextLines);
    const to = Math.min(length, change.end + contextLines);
    if (last !== undefined && from <= last.to) {
      hunks[hunks.length - 1] = { changes: [...last.changes, change], from: last.from, to };
    } else {
      hunks.push({ changes: [change], from, to });
    }
  }
  return hunks;
}

function hunkText(
  changes: readonly Change[],
  from: number,
  to: number,
  old: readonly string[],
  fresh: readonly string[],
): string {
  const lines: string[] = [];
  let at = from;
  for (const { start, end, freshStart, freshEnd } of changes) {
    lines.push(...old.slice(at, start).map((line) => ` ${line}`));
    lines.push(...old.slice(start, end).map((line) => `-${line}`));
    lines.push(...fresh.slice(freshStart, freshEnd).map((line) => `+${line}`));
    at = end;
  }
  lines.push(...old.slice(at, to).map((line) => ` ${line}`));
  const [first] = changes;
  const freshFrom = first === undefined ? from : first.freshStart - (first.start - from);
  const added = lines.filter((line) => !line.startsWith("-")).length;
  return `@@ -${range(from, to - from)} +${range(freshFrom, added)} @@\n${lines.join("")}`;
}

function range(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

/** Lines with their ends; a last line without one is marked as `diff` marks it. */
function linesOf(text: string): readonly string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.map((line) => (line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`));
}
