import { dirname, join, posix } from "node:path";
import ts from "typescript";

/** One small module, and what its imports mean. */
export interface SourceProgram {
  /** Its virtual path, unique among the programs that are compiled together, such as `/programs/1.ts`. */
  readonly path: string;
  readonly text: string;
}

/** What the compiler says first of a program that it refuses. */
export interface CompilerError {
  /** Such as 2741. */
  readonly code: number;
  /** The compiler's own words, with the chain of reasons. */
  readonly message: string;
  /** The line of the program, from 1. */
  readonly line: number;
}

export interface Compiled {
  /** By the path of each program that is refused. */
  readonly errors: ReadonlyMap<string, CompilerError>;
  /** Why nothing was decided, if so. */
  readonly fault?: string;
}

export interface CompileInput {
  /** What programs may import, by virtual path. */
  readonly files: ReadonlyMap<string, string>;
  readonly programs: readonly SourceProgram[];
  /** The virtual path of a package's module as it is seen from a folder; undefined for a module that there is not. */
  readonly packageModule?: (specifier: string, fromFolder: string) => string | undefined;
}

/** As a careful consumer compiles: strict, and nothing beyond it that would refuse code which others write. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
};

/**
 * Compiles programs in memory and says of each refused one what the compiler says first. Nothing is read but TypeScript's
 * own library, and nothing is written. Only the programs are checked: what they import is as far as they look at it.
 */
export function compilePrograms({ files, programs, packageModule = () => undefined }: CompileInput): Compiled {
  const texts = new Map([...files, ...programs.map(({ path, text }) => [path, text] as const)]);
  const program = ts.createProgram({
    rootNames: programs.map(({ path }) => path),
    options,
    host: inMemory(texts, packageModule),
  });
  const fault = faultOf(
    [...files.keys()].flatMap((path) => program.getSourceFile(path) ?? []),
    program,
    files,
  );
  if (fault !== undefined) return { errors: new Map(), fault };
  const errors = new Map<string, CompilerError>();
  for (const { path } of programs) {
    const file = program.getSourceFile(path);
    if (file === undefined) throw new Error(`The program ${path} was not compiled.`);
    const [first] = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    if (first === undefined) continue;
    errors.set(path, {
      code: first.code,
      message: ts.flattenDiagnosticMessageText(first.messageText, "\n"),
      line: file.getLineAndCharacterOfPosition(first.start ?? 0).line + 1,
    });
  }
  return { errors };
}

/**
 * The compiler takes what it cannot find for a value of any type, and would call everything compatible: a file that is
 * no TypeScript, or imports what is not there, decides nothing.
 */
function faultOf(
  sources: readonly ts.SourceFile[],
  program: ts.Program,
  files: ReadonlyMap<string, string>,
): string | undefined {
  for (const source of sources) {
    const { fileName } = source;
    const [error] = program.getSyntacticDiagnostics(source);
    if (error !== undefined) return `${fileName}: ${ts.flattenDiagnosticMessageText(error.messageText, "\n")}`;
    for (const imported of ts.preProcessFile(source.text, true, false).importedFiles.map((each) => each.fileName)) {
      if (imported.startsWith(".") && !files.has(posix.resolve(posix.dirname(fileName), imported))) {
        return `${fileName} imports ${imported}, which is not there.`;
      }
    }
  }
  return undefined;
}

/** TypeScript's own library, parsed once for all comparisons of a process. */
const libraries = new Map<string, ts.SourceFile | undefined>();
const libraryFolder = dirname(ts.getDefaultLibFilePath(options));

function inMemory(
  texts: ReadonlyMap<string, string>,
  packageModule: NonNullable<CompileInput["packageModule"]>,
): ts.CompilerHost {
  return {
    getSourceFile: (path, languageVersion) => {
      const text = texts.get(path);
      if (text !== undefined) return ts.createSourceFile(path, text, languageVersion);
      if (!path.startsWith(libraryFolder)) return undefined;
      if (!libraries.has(path)) {
        const library = ts.sys.readFile(path);
        libraries.set(path, library === undefined ? undefined : ts.createSourceFile(path, library, languageVersion));
      }
      return libraries.get(path);
    },
    resolveModuleNameLiterals: (literals, containingFile) =>
      literals.map(({ text }) => {
        const folder = posix.dirname(containingFile);
        const resolved = /^[./]/.test(text) ? posix.resolve(folder, text) : packageModule(text, folder);
        if (resolved === undefined || !texts.has(resolved)) return { resolvedModule: undefined };
        const extension = resolved.endsWith(".d.ts") ? ts.Extension.Dts : ts.Extension.Ts;
        return { resolvedModule: { resolvedFileName: resolved, extension } };
      }),
    getDefaultLibFileName: () => join(libraryFolder, "lib.es2023.d.ts"),
    getDefaultLibLocation: () => libraryFolder,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (path) => texts.has(path),
    readFile: (path) => texts.get(path),
    writeFile: () => {
      throw new Error("A comparison writes nothing.");
    },
  };
}
