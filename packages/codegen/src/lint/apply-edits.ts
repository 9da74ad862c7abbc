import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SourceEdit, Violation } from "../violation.ts";
import { LintError } from "./lint-error.ts";
import { patchText } from "./patch-text.ts";

/** A source file as it is and as it would be. `path` is from the report's root. */
export interface EditedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** The files that mending changes, and the violations that this mends: edits that overlap wait for the next time. */
export async function editFiles(
  root: string,
  violations: readonly Violation[],
): Promise<{ readonly files: readonly EditedFile[]; readonly mended: ReadonlySet<Violation> }> {
  const mended = new Set<Violation>();
  const files: EditedFile[] = [];
  for (const path of [...new Set(violations.flatMap(({ edit }) => (edit === undefined ? [] : [edit.file])))].sort()) {
    const before = await readFile(join(root, path), "utf8").catch((error: Error) => {
      throw new LintError(`${path} cannot be read: ${error.message}.`, { cause: error });
    });
    const here = violations.filter(({ edit }) => edit?.file === path);
    const { text, applied } = applyEdits(
      before,
      here.flatMap(({ edit }) => (edit === undefined ? [] : [edit])),
    );
    for (const violation of here)
      if (violation.edit !== undefined && applied.has(keyOf(violation.edit))) mended.add(violation);
    if (text !== before) files.push({ path, before, after: text });
  }
  return { files, mended };
}

export async function writeEdits(root: string, files: readonly EditedFile[]): Promise<void> {
  for (const { path, after } of files) await writeFile(join(root, path), after);
}

/** The changes as a unified diff, which `git apply` takes. */
export function editsPatch(files: readonly EditedFile[]): string {
  return files.map(patchText).join("");
}

/** From the end of the file to its beginning, so that no edit moves another. The same edit is made once. */
function applyEdits(text: string, edits: readonly SourceEdit[]): { text: string; applied: ReadonlySet<string> } {
  const applied = new Set<string>();
  let result = text;
  let free = text.length;
  for (const edit of [...edits].sort((a, b) => b.start - a.start || b.end - a.end)) {
    if (applied.has(keyOf(edit))) continue;
    if (edit.end > free) continue;
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
    free = edit.start;
    applied.add(keyOf(edit));
  }
  return { text: result, applied };
}

function keyOf({ start, end, text }: SourceEdit): string {
  return `${start} ${end} ${text}`;
}
