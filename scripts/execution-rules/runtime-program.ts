import { join, relative } from "node:path";
import ts from "typescript";
import { findLandmarks, landmarkFiles } from "./landmarks.ts";
import type { Scan, ScannedFile } from "./rule.ts";

export interface RuntimeProgramOptions {
  /** Files that are only thought of: text by path from the root. They are added to the repository or replace a file of it. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Further files of which each counts as the one of ToolRunner. */
  readonly toolRunners?: readonly string[];
}

export interface RuntimeProgram extends Scan {
  readonly program: ts.Program;
}

/** What is built and never run with a plugin, and the scanner itself, which names what it looks for. */
const toolchain = /^(contracts|generated|packages\/(codegen|diff)|scripts\/execution-rules)\/|^scripts\/scan-execution/;

/** Whoever imports none of these, directly or not, can have no plugin and no outcome of one in hand. */
const origins = /^packages\/plugins\/src\//;

/** States and error envelopes can be spoken of without them; then one of these words is used. */
const words = /\b(PluginState|PluginErrorEnvelope|_internal|LOADED|INITIALIZED|UNAVAILABLE)\b/;

const testFile = /\.test(-d)?\.ts$|\/testing\/|-suite\.ts$/;

/** Reads the runtime's sources with their types: every file that can reach the plugins, or that speaks of their states. */
export function openRuntimeProgram(
  root: string,
  { texts = new Map(), toolRunners = [] }: RuntimeProgramOptions = {},
): RuntimeProgram {
  const { options, fileNames } = readConfiguration(root);
  const host = hostWith(options, new Map([...texts].map(([path, text]) => [join(root, path), text])));
  const pathOf = (file: string): string => relative(root, file).replaceAll("\\", "/");
  const all = new Set([...fileNames, ...[...texts.keys()].map((path) => join(root, path))]);
  const candidates = [...all].filter((file) => !toolchain.test(pathOf(file)));
  const roots = reaching(candidates, options, host, pathOf);
  const program = ts.createProgram({ rootNames: roots, options, host });
  const files = roots.flatMap((file): ScannedFile[] => {
    const source = program.getSourceFile(file);
    const path = pathOf(file);
    if (source === undefined) return [];
    const isToolRunner = path === landmarkFiles.toolRunner || toolRunners.includes(path);
    return [{ path, source, isTest: testFile.test(path), isToolRunner }];
  });
  const landmarks = findLandmarks((path) => program.getSourceFile(join(root, path)));
  return { program, checker: program.getTypeChecker(), files, landmarks, pathOf: ({ fileName }) => pathOf(fileName) };
}

function readConfiguration(root: string): { options: ts.CompilerOptions; fileNames: readonly string[] } {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} };
  const parsed = ts.getParsedCommandLineOfConfigFile(join(root, "tsconfig.json"), {}, host);
  if (parsed === undefined) throw new Error(`There is no tsconfig.json in ${root}.`);
  const { tsBuildInfoFile: _, ...options } = parsed.options;
  return { options: { ...options, noEmit: true, incremental: false }, fileNames: parsed.fileNames };
}

function hostWith(options: ts.CompilerOptions, texts: ReadonlyMap<string, string>): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  return {
    ...host,
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    getSourceFile: (file, languageVersion, ...others) => {
      const text = texts.get(file);
      if (text === undefined) return host.getSourceFile(file, languageVersion, ...others);
      return ts.createSourceFile(file, text, languageVersion, true);
    },
  };
}

/** The files that are origins, that speak of states, or that import one of these, directly or not. */
function reaching(
  files: readonly string[],
  options: ts.CompilerOptions,
  host: ts.CompilerHost,
  pathOf: (file: string) => string,
): string[] {
  const cache = ts.createModuleResolutionCache(host.getCurrentDirectory(), (name) => name, options);
  const importers = new Map<string, string[]>();
  const found = new Set<string>();
  for (const file of files) {
    const text = host.readFile(file) ?? "";
    if (origins.test(pathOf(file)) || words.test(text)) found.add(file);
    for (const { fileName } of ts.preProcessFile(text, true, true).importedFiles) {
      const imported = resolve(fileName, file, options, host, cache);
      if (imported !== undefined) importers.set(imported, [...(importers.get(imported) ?? []), file]);
    }
  }
  for (const file of found) for (const importer of importers.get(file) ?? []) found.add(importer);
  return files.filter((file) => found.has(file)).sort();
}

function resolve(
  specifier: string,
  from: string,
  options: ts.CompilerOptions,
  host: ts.CompilerHost,
  cache: ts.ModuleResolutionCache,
): string | undefined {
  if (specifier.startsWith("node:")) return undefined;
  const mode = ts.ModuleKind.ESNext;
  return ts.resolveModuleName(specifier, from, options, host, cache, undefined, mode).resolvedModule?.resolvedFileName;
}
