import type { GeneratedFile } from "./generated-file.ts";

/** How the files of a folder differ from those that belong there. Each list is sorted. */
export interface FileDifferences {
  /** They belong there and are not. */
  readonly missing: readonly string[];
  /** Their content is another. */
  readonly stale: readonly string[];
  /** They do not belong there. */
  readonly orphaned: readonly string[];
}

/** Compares what was rendered with what is there: path → content. Line ends count. */
export function compareFiles(files: readonly GeneratedFile[], present: ReadonlyMap<string, string>): FileDifferences {
  const expected = new Map(files.map(({ path, content }) => [path, content]));
  const paths = [...expected.keys()].sort();
  return {
    missing: paths.filter((path) => !present.has(path)),
    stale: paths.filter((path) => present.has(path) && present.get(path) !== expected.get(path)),
    orphaned: [...present.keys()].filter((path) => !expected.has(path)).sort(),
  };
}

/** One line for each difference, such as `stale     openapi.json`. */
export function differenceLines({ missing, stale, orphaned }: FileDifferences): readonly string[] {
  return [
    ...missing.map((path) => `missing   ${path}`),
    ...stale.map((path) => `stale     ${path}`),
    ...orphaned.map((path) => `orphaned  ${path}`),
  ];
}
