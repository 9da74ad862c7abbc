import type { Subject } from "../contract.ts";
import type { Finding } from "../finding.ts";
import { judge } from "../judge.ts";
import type { CompilerError, SourceProgram } from "./compile-programs.ts";

/** A program as clients write them. */
export interface ConsumerProgram {
  /** Its file's name, for people. */
  readonly name: string;
  readonly text: string;
  /** The one part that it shows how to use, where it is about one. */
  readonly about?: Subject;
}

export interface WrittenPrograms {
  /** Each program twice: among the base's types, and among the head's. */
  readonly programs: readonly SourceProgram[];
  readonly written: readonly {
    readonly program: ConsumerProgram;
    readonly basePath: string;
    readonly headPath: string;
  }[];
}

/** Programs that one comparison compiles beside its own. */
const programsMax = 200;

/** Lines of a program that are shown with what the compiler says of it: the one it means, and those around it. */
const shownLinesAround = 1;

export function consumerPrograms(programs: readonly ConsumerProgram[]): WrittenPrograms {
  const written = programs.slice(0, programsMax).map((program, index) => ({
    program,
    basePath: `/base/programs/${index}.ts`,
    headPath: `/head/programs/${index}.ts`,
  }));
  return {
    written,
    programs: written.flatMap(({ program: { text }, basePath, headPath }) => [
      { path: basePath, text },
      { path: headPath, text },
    ]),
  };
}

/** The programs that compile against the base and no longer against the head. One that did not compile before proves nothing. */
export function programsFinding(
  { written }: WrittenPrograms,
  errors: ReadonlyMap<string, CompilerError>,
): readonly Finding[] {
  const proving = written.filter(({ basePath }) => !errors.has(basePath));
  const broken = proving.flatMap(({ program, headPath }) => {
    const error = errors.get(headPath);
    return error === undefined ? [] : [{ program, error }];
  });
  if (broken.length === 0) return [];
  const names = broken.map(({ program }) => program.name).join(", ");
  return [
    {
      rule: "source-incompatible",
      axis: "SOURCE",
      effect: "incomparable",
      directions: ["request", "response"],
      ...judge("SOURCE", { request: "incomparable", response: "incomparable" }),
      subject: { part: "contract", name: "" },
      pointer: "",
      message: `${broken.length} of ${proving.length} programs that were written against the base stop compiling: ${names}.`,
      compilerError: broken.map(brokenText).join("\n\n"),
      affected: [],
    },
  ];
}

function brokenText({ program, error }: { readonly program: ConsumerProgram; readonly error: CompilerError }): string {
  const lines = program.text
    .split("\n")
    .slice(Math.max(0, error.line - 1 - shownLinesAround), error.line + shownLinesAround);
  return `${program.name}:${error.line} TS${error.code}: ${error.message}\n\n${lines.join("\n")}`;
}
