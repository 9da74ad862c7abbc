import type { Registry } from "@oap/contracts";
import { buildModel } from "./build-model.ts";
import type { ContractSource } from "./contract-source.ts";
import { emitters as allEmitters, type Emitter } from "./emitters.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { lint } from "./lint.ts";
import { locateSpecs } from "./locate-specs.ts";
import type { PublicationOptions } from "./publication-options.ts";
import { ContractViolations } from "./violation.ts";

export interface GenerateInput {
  readonly registry: Registry;
  /** The contracts' source files, to say where each spec is written. Without them nothing has a place. */
  readonly sources?: readonly ContractSource[];
  readonly options?: Partial<PublicationOptions>;
  /** The surfaces to render; all of them unless told otherwise. */
  readonly emitters?: readonly Emitter[];
}

/**
 * Renders every surface of a registry: the same registry and sources yield the same files, sorted by path, and nothing
 * is read or written. Contracts that break a house rule yield nothing: all violations are thrown at once.
 */
export async function generate(input: GenerateInput): Promise<readonly GeneratedFile[]> {
  const { registry, sources = [], options = {}, emitters = allEmitters } = input;
  const locations = locateSpecs(sources);

  const violations = lint(registry, locations);
  if (violations.length > 0) throw new ContractViolations(violations);

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
