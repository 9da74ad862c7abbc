import type { Manifest } from "../workspace.ts";

/** One way to a file of a package: a subpath, the conditions on the way, and the file. */
export interface ExportedFile {
  readonly subpath: string;
  readonly conditions: readonly string[];
  /** Without the leading `./`; may hold one `*`. */
  readonly file: string;
}

/** Everything that `exports` and `bin` of a manifest name. */
export function exportedFiles({ exports = {}, bin = {} }: Manifest): readonly ExportedFile[] {
  return [
    ...Object.entries(exports).flatMap(([subpath, target]) => targetsOf(subpath, target, [])),
    ...Object.entries(bin).map(([name, file]) => ({ subpath: `bin ${name}`, conditions: [], file: bare(file) })),
  ];
}

function targetsOf(subpath: string, target: unknown, conditions: readonly string[]): readonly ExportedFile[] {
  if (typeof target === "string") return [{ subpath, conditions, file: bare(target) }];
  if (typeof target !== "object" || target === null) return [];
  return Object.entries(target).flatMap(([condition, next]) => targetsOf(subpath, next, [...conditions, condition]));
}

function bare(file: string): string {
  return file.replace(/^\.\//, "");
}
