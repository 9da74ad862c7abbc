/** The example of a package's front page: a whole program, and what it prints where the page says so. */
export interface ReadmeProgram {
  readonly language: "ts" | "js";
  readonly code: string;
  /** Absent when nothing is promised. */
  readonly prints?: string;
}

/** A fence with `program` in its info string is a program; a fence of `text` right after it, or after one sentence, is its output. */
const program =
  /^```(?<language>ts|js) program\n(?<code>[\s\S]*?)^```\n(?:\n[^\n`]*\n)?(?:\n```text\n(?<prints>[\s\S]*?)^```)?/m;

/** Finds the program of a README; the first counts. */
export function readmeProgram(readme: string): ReadmeProgram | undefined {
  const { language, code, prints } = program.exec(readme)?.groups ?? {};
  if (code === undefined) return undefined;
  return { language: language === "js" ? "js" : "ts", code, ...(prints === undefined ? {} : { prints }) };
}
