import type { JsonSchema } from "../contract.ts";
import type { Comparing } from "./comparing.ts";

export interface MemberChange {
  readonly before: Readonly<Record<string, JsonSchema>>;
  readonly after: Readonly<Record<string, JsonSchema>>;
  readonly wasRequired: ReadonlySet<string>;
  readonly isRequired: ReadonlySet<string>;
  readonly gone: readonly string[];
  readonly added: readonly string[];
  readonly comparing: Comparing;
}

/** How like two names must be, of 1, where the schemas alone do not tell that one took the place of the other. */
const nameLikenessMin = 0.4;

/**
 * Members that only changed their name: one gone and one new, equal in schema and in being required. Required ones are paired when
 * there is no other candidate or the names are alike; optional ones by both, since they come and go on their own.
 */
export function findRenames(change: MemberChange): readonly (readonly [string, string])[] {
  const { before, after, wasRequired, isRequired, gone, added, comparing } = change;
  const candidates = gone.flatMap((from) =>
    added
      .filter((to) => wasRequired.has(from) === isRequired.has(to) && comparing.alike(before[from]!, after[to]!))
      .map((to) => ({ from, to, likeness: nameLikeness(from, to) })),
  );
  candidates.sort(
    (left, right) => right.likeness - left.likeness || (left.from + left.to < right.from + right.to ? -1 : 1),
  );
  const used = new Set<string>();
  const renames: (readonly [string, string])[] = [];
  for (const { from, to, likeness } of candidates) {
    if (used.has(`< ${from}`) || used.has(`> ${to}`)) continue;
    const onlyOne = candidates.filter((other) => other.from === from || other.to === to).length === 1;
    if (likeness < nameLikenessMin && !(onlyOne && wasRequired.has(from))) continue;
    used.add(`< ${from}`).add(`> ${to}`);
    renames.push([from, to]);
  }
  return renames;
}

/** Dice's coefficient of the pairs of letters, case and separators aside: `user_name` and `userName` are 1. */
export function nameLikeness(left: string, right: string): number {
  const pairsOf = (name: string) => {
    const letters = name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    return Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2));
  };
  const ours = pairsOf(left);
  const theirs = pairsOf(right);
  if (ours.length + theirs.length === 0) return left === right ? 1 : 0;
  const rest = [...theirs];
  let both = 0;
  for (const pair of ours) {
    const at = rest.indexOf(pair);
    if (at < 0) continue;
    rest.splice(at, 1);
    both += 1;
  }
  return (2 * both) / (ours.length + theirs.length);
}
