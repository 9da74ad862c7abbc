import { dirname, join } from "node:path";
import ts from "typescript";

export interface CheckInput {
  /** Text by absolute path. These files hide those of the same path on disk. */
  readonly files: ReadonlyMap<string, string>;
  /** The files to check; with them all that they import. Defaults to all of `files`. */
  readonly roots?: readonly string[];
  /** Whether imports may reach files on disk. Without it the program has `files` and TypeScript's own libraries alone. */
  readonly disk?: boolean;
  readonly compilerOptions?: ts.CompilerOptions;
}

/** What TypeScript says about a program, one line for each diagnostic; none if it compiles. Nothing is written. */
export function checkTypescript({ files, roots, disk = false, compilerOptions = {} }: CheckInput): readonly string[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipDefaultLibCheck: true,
    types: [],
    ...compilerOptions,
  };
  const program = ts.createProgram([...(roots ?? files.keys())], options, overlay(files, disk, options));
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => {
    const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
    if (diagnostic.file === undefined || diagnostic.start === undefined) return message;
    const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
    return `${diagnostic.file.fileName}:${line + 1} ${message}`;
  });
}

/** TypeScript's own libraries, parsed once for all programs. */
const libraries = new Map<string, ts.SourceFile | undefined>();

function overlay(files: ReadonlyMap<string, string>, disk: boolean, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const libraryFolder = dirname(ts.getDefaultLibFilePath(options));
  const folders = new Set([...files.keys()].flatMap(ancestors));
  const onDisk = (path: string) => disk || path.startsWith(libraryFolder);
  return {
    ...host,
    getDefaultLibLocation: () => libraryFolder,
    fileExists: (path) => files.has(path) || (onDisk(path) && host.fileExists(path)),
    readFile: (path) => files.get(path) ?? (onDisk(path) ? host.readFile(path) : undefined),
    directoryExists: (path) =>
      folders.has(path) || (onDisk(join(path, "x")) && (host.directoryExists?.(path) ?? false)),
    getDirectories: (path) => (onDisk(join(path, "x")) ? (host.getDirectories?.(path) ?? []) : []),
    realpath: (path) => (files.has(path) ? path : (host.realpath?.(path) ?? path)),
    getSourceFile: (path, languageVersion, ...rest) => {
      const text = files.get(path);
      if (text !== undefined) return ts.createSourceFile(path, text, languageVersion);
      if (!path.startsWith(libraryFolder)) return disk ? host.getSourceFile(path, languageVersion, ...rest) : undefined;
      if (!libraries.has(path)) libraries.set(path, host.getSourceFile(path, languageVersion, ...rest));
      return libraries.get(path);
    },
  };
}

function ancestors(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path ? [folder] : [folder, ...ancestors(folder)];
}
