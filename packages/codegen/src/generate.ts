import type { Registry } from "@oap/contracts";
import { buildModel } from "./build-model.ts";
import type { ContractSource } from "./contract-source.ts";
import { emitters as allEmitters, type Emitter } from "./emitters.ts";
import type { GeneratedFile } from "./generated-file.ts";
import type { LintConfiguration } from "./lint/lint-configuration.ts";
import { lint } from "./lint.ts";
import { findSpecs } from "./locate-specs.ts";
import type { PublicationOptions } from "./publication-options.ts";
import { ContractViolations } from "./violation.ts";

export interface GenerateInput {
  readonly registry: Registry;
  /** The contracts' source files, to say where each spec is written. Without them nothing has a place. */
  readonly sources?: readonly ContractSource[];
  readonly options?: Partial<PublicationOptions>;
  /** Which house rules hold, and how: what is an error there is refused here. Default: the preset `recommended`. */
  readonly lint?: LintConfiguration;
  /** The surfaces to render; all of them unless told otherwise. */
  readonly emitters?: readonly Emitter[];
}

/**
 * Renders every surface of a registry: the same registry and sources yield the same files, sorted by path, and nothing
 * is read or written. Contracts that the lint finds errors in yield nothing: all of them are thrown at once.
 */
export async function generate(input: GenerateInput): Promise<readonly GeneratedFile[]> {
  const { registry, sources = [], options = {}, emitters = allEmitters } = input;
  const specs = findSpecs(sources);

  const violations = lint(registry, { sources: specs, configuration: input.lint ?? {} });
  const errors = violations.filter(({ level }) => level === "error");
  if (errors.length > 0) throw new ContractViolations(errors);

  const locations = new Map([...specs].map(([name, { location }]) => [name, location]));

  const model = buildModel(registry, locations, options);
  const files: GeneratedFile[] = [];
  for (const emit of emitters) files.push(...(await emit(model)));
  return sortedByPath(files);
}

function sortedByPath(files: readonly GeneratedFile[]): readonly GeneratedFile[] {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const written = new Map<string, string>();
  for (const { path } of sorted) {
    const folded = path.toLowerCase();
    const other = written.get(folded);
    if (other !== undefined) throw new Error(`Two emitters write one file: ${other} and ${path}.`);
    written.set(folded, path);
  }
  return sorted;
}
