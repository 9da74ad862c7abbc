/** What keeps something from being released: what is wrong, where, and what would be right. */
export interface Problem {
  /** A package, a file of it, a schema's `$id`. */
  readonly subject: string;
  readonly message: string;
  readonly mend: string;
}

/** One problem as one line of text. */
export function problemLine({ subject, message, mend }: Problem): string {
  return `${subject} ${message}: ${mend}.`;
}

/** The release is refused. The message names every problem, one a line. */
export class ReleaseRefused extends Error {
  override readonly name = "ReleaseRefused";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join("\n"));
    this.problems = problems;
  }
}

/** Throws all problems at once, if there are any. */
export function refuseIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ReleaseRefused(problems);
}
