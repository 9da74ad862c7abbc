import { readFile } from "node:fs/promises";
import { basename, join, relative, resolve, sep } from "node:path";
import { lint } from "../lint.ts";
import { findSpecs } from "../locate-specs.ts";
import { readSources } from "../read-sources.ts";
import type { Violation } from "../violation.ts";
import { configurationRule } from "./apply-ignores.ts";
import { lineInJson } from "./line-in-json.ts";
import { configurationFileName } from "./lint-configuration.ts";
import { LintError } from "./lint-error.ts";
import { loadRegistry } from "./load-registry.ts";
import { readLintConfiguration } from "./read-lint-configuration.ts";

export interface LintFolderOptions {
  /** The folder from which paths are told. Default: the folder of the contracts. */
  readonly root?: string;
  /** The module that exports `registry`, from the folder. Default: `src/registry.ts`, or its compiled twin. */
  readonly entry?: string;
  /** The configuration's file. Default: `oap-lint.json` in the folder, if there is one. */
  readonly configuration?: string;
  /** The day by which ignored findings expire, `YYYY-MM-DD`. */
  readonly today: string;
}

export interface LintReport {
  /** What the registry calls itself. */
  readonly registry: string;
  /** From which the paths of the violations start. */
  readonly root: string;
  /** In the order of the files and of the lines in them; what has no place comes first. */
  readonly violations: readonly Violation[];
}

/** Lints a folder of contracts, whoever's they are. Throws LintError where there is nothing that could be looked at. */
export async function lintFolder(folder: string, options: LintFolderOptions): Promise<LintReport> {
  const at = resolve(folder);
  const root = resolve(options.root ?? at);
  const configurationPath =
    options.configuration === undefined ? join(at, configurationFileName) : resolve(options.configuration);
  const configuration = await readLintConfiguration(configurationPath, {
    required: options.configuration !== undefined,
  });
  const registry = await loadRegistry(at, options.entry);
  const sources = findSpecs(await readSources(at, root));
  try {
    const violations = lint(registry, {
      sources,
      configuration: configuration ?? {},
      configurationFile: pathFrom(root, configurationPath),
      today: options.today,
    });
    const placed = await Promise.all(
      violations.map(async (violation) =>
        violation.rule === configurationRule ? placeEntry(violation, configurationPath) : violation,
      ),
    );
    return { registry: registry.name, root, violations: sortedByPlace(placed) };
  } catch (error) {
    if (error instanceof LintError) throw error;
    throw new LintError(
      `The contracts of ${basename(at)} cannot be read: ${error instanceof Error ? error.message : String(error)}. Write them by defineType, defineCommand and their like.`,
      { cause: error },
    );
  }
}

/** An entry of the configuration is named by its JSON Pointer. */
async function placeEntry(violation: Violation, path: string): Promise<Violation> {
  const line = lineInJson(await readFile(path, "utf8"), violation.name);
  return line === undefined ? violation : { ...violation, line };
}

function pathFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

function sortedByPlace(violations: readonly Violation[]): readonly Violation[] {
  return [...violations].sort(
    (a, b) => compare(a.file ?? "", b.file ?? "") || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
