import type { FixtureCase, Verdict } from "./fixtures.ts";

/** What one judge says of one case. */
export interface Judgement {
  /** `validators`, `schemas` or `server`. */
  readonly judge: string;
  readonly type: string;
  readonly name: string;
  readonly expected: Verdict;
  /** Whether verdict, pointer and keyword are the fixture's. */
  readonly agrees: boolean;
  /** In words, where it does not agree. */
  readonly complaint?: string;
}

/** What a judge found wrong with an instance: the place and the keyword, as in `details.issues[]` on the wire. */
export interface FoundIssue {
  readonly pointer: string;
  readonly keyword: string;
}

export function judgement(judge: string, type: string, { name, verdict }: FixtureCase, complaint?: string): Judgement {
  const told = { judge, type, name, expected: verdict };
  return complaint === undefined ? { ...told, agrees: true } : { ...told, agrees: false, complaint };
}

/** Holds what was found against the fixture. A refusal may have more reasons than the one that is expected. */
export function complaintAbout(
  { verdict, pointer, keyword }: FixtureCase,
  found: readonly FoundIssue[],
): string | undefined {
  const reasons = found.map((issue) => `${issue.keyword} at "${issue.pointer}"`);
  if (verdict === "valid") return found.length === 0 ? undefined : `It was refused: ${reasons.join(", ")}.`;
  if (found.length === 0) return "It was accepted.";
  const expected = `${keyword} at "${pointer}"`;
  return reasons.includes(expected) ? undefined : `It was refused for ${reasons.join(", ")}, not for ${expected}.`;
}
