import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Registry } from "@oap/contracts";
import { LintError } from "./lint-error.ts";

/** Where a contracts folder keeps its registry; the first that is there is loaded. */
export const registryFiles = ["src/registry.ts", "src/registry.js", "src/registry.mjs", "dist/registry.js"] as const;

/**
 * Loads the exported `registry` of a contracts folder, or of the entry that is named. Node strips the types of TypeScript
 * by itself, so nothing has to be built; what it cannot strip is told with what would be right.
 */
export async function loadRegistry(folder: string, entry?: string): Promise<Registry> {
  const file = entry === undefined ? await findEntry(folder) : resolve(folder, entry);
  const loaded = await importFile(file);
  const { registry } = loaded;
  if (registry === undefined) {
    throw new LintError(`${file} exports no \`registry\`; it exports ${Object.keys(loaded).join(", ") || "nothing"}.`);
  }
  const missing = missingParts(registry);
  if (missing.length > 0) {
    throw new LintError(
      `\`registry\` of ${file} is not what defineRegistry makes: it has no ${missing.join(", no ")}.`,
    );
  }
  return registry as Registry;
}

async function findEntry(folder: string): Promise<string> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new LintError(`There is no folder ${folder}.`);
  for (const file of registryFiles) {
    const path = join(folder, file);
    if (await isFile(path)) return path;
  }
  throw new LintError(
    `${folder} is no folder of contracts: it has none of ${registryFiles.join(", ")}. Name the module that exports \`registry\` by --entry.`,
  );
}

function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  if (!(await isFile(file))) throw new LintError(`There is no file ${file}.`);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new LintError(`${file} cannot be loaded: ${message ?? String(error)}${advice(code)}`, { cause: error });
  }
}

function advice(code: string | undefined): string {
  switch (code) {
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return "\nNode strips types and runs the rest: write erasable syntax (no enum, no namespace), or name the compiled module by --entry.";
    case "ERR_MODULE_NOT_FOUND":
      return "\nInstall what it imports, and import files by the name that they have: `./parcel.ts`, not `./parcel.js`. Or name the compiled module by --entry.";
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return "\nThis version of Node does not strip types: use Node 24, or name the compiled module by --entry.";
    default:
      return "";
  }
}

const parts = ["name", "version", "schemaIdBase", "chapters", "errorCodes", "headers", "errors"] as const;

function missingParts(registry: unknown): readonly string[] {
  if (typeof registry !== "object" || registry === null) return parts;
  const missing = parts.filter((part) => Reflect.get(registry, part) === undefined);
  return missing.length > 0 || Array.isArray(Reflect.get(registry, "chapters")) ? missing : ["list of chapters"];
}
