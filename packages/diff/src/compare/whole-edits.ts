import type { Direction, Finding } from "../finding.ts";
import { BrokenParts } from "./broken-parts.ts";
import type { Comparing } from "./comparing.ts";
import { compositePlaces } from "./composite-places.ts";
import type { Claim, Edit, Position } from "./edit.ts";
import { schemaPointerTo } from "./schema-pointer.ts";

/** Steps of one search. A whole that takes more stands by the proofs of its edits. */
const stepsMax = 4000;
/** Searches without an answer in one comparison, beyond which no whole is searched any more. */
const fruitlessMax = 100;

/**
 * The net below the walk: starts that were edited, in which nothing is known to break, are asked about as a whole. A value that the one
 * version sends and the other rejects breaks, whether or not a rule knows of the edit. Where the search finds neither a proof nor a
 * value, the proofs of all edits together are the proof.
 *
 * A start that was not edited itself is as wide as what it refers to, which are starts of their own.
 */
export function* wholeEdits(
  starts: readonly Position[],
  findings: readonly Finding[],
  comparing: Comparing,
): Generator<Edit> {
  const broken = new BrokenParts(findings, comparing);
  const judgedSides = new Map(
    starts.flatMap(({ subject, directions }) => (subject.part === "type" ? [[subject.name, directions] as const] : [])),
  );
  const search = new WholeSearch(comparing);
  for (const start of referredFirst(starts, comparing)) {
    const claims = claimsOf(start, comparing);
    const failures = start.directions.flatMap((side) => {
      const isCovered = broken.covers(start, side);
      if (!isCovered && followsFromParts(start, side, judgedSides, comparing)) return [];
      const pointer = isCovered ? undefined : search.failureOf(claims[side], side);
      if (isCovered || pointer !== undefined) broken.add(start.subject, side);
      return pointer === undefined ? [] : [{ side, pointer }];
    });
    const [first] = failures;
    if (first === undefined) continue;
    const directions = failures.map(({ side }) => side);
    yield {
      rule: "schema-changed",
      quiet: true,
      position: { ...start, directions },
      pointer: schemaPointerTo(first.pointer, start.head, comparing.head),
      message: "Taken as a whole, it accepts other values.",
      claims: {
        ...(directions.includes("request") && { forward: claims.request }),
        ...(directions.includes("response") && { backward: claims.response }),
      },
    };
  }
}

/** Owns the count of searches that came to nothing. */
class WholeSearch {
  readonly #comparing: Comparing;
  #fruitless = 0;

  constructor(comparing: Comparing) {
    this.#comparing = comparing;
  }

  /** Where a value fails that is sent by the one side and rejected by the other; undefined where none was found. */
  failureOf({ left, right }: Claim, side: Direction): string | undefined {
    if (this.#fruitless >= fruitlessMax) return undefined;
    const answer = this.#comparing.searched(left, right, stepsMax);
    if (answer.verdict === "unknown") this.#fruitless += 1;
    if (answer.verdict !== "witness") return undefined;
    const isTolerated = side === "response" && this.#comparing.toleratedByReaders(left, right, stepsMax);
    return isTolerated ? undefined : answer.pointer;
  }
}

function claimsOf({ base, head }: Position, comparing: Comparing): Readonly<Record<Direction, Claim>> {
  const after = comparing.fromHead(head);
  return { request: { left: base, right: after }, response: { left: after, right: base } };
}

/** Whether a start says what it said, and refers to what was changed in places that are as wide as that, and judged on this side. */
function followsFromParts(
  { base, head }: Position,
  side: Direction,
  judgedSides: ReadonlyMap<string, readonly Direction[]>,
  comparing: Comparing,
): boolean {
  if (!comparing.alike(base, head)) return false;
  const isChanged = (name: string) => comparing.changedInHead.has(name);
  const changed = comparing.referencesOf(head, "head").filter(isChanged);
  if (changed.length === 0) return true;
  if (!changed.every((name) => judgedSides.get(name)?.includes(side))) return false;
  return compositePlaces(head, comparing.head).every(({ names }) => ![...names].some(isChanged));
}

/** What breaks in a named schema is told of it, not of those who refer to it: it is asked about before them. */
function referredFirst(starts: readonly Position[], comparing: Comparing): readonly Position[] {
  const startByName = new Map(
    starts.flatMap((start) => (start.subject.part === "type" ? [[start.subject.name, start] as const] : [])),
  );
  const ordered = new Set<Position>();
  const entered = new Set<Position>();
  for (const start of starts) {
    const open = [start];
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      if (entered.has(at)) {
        ordered.add(at);
        open.pop();
        continue;
      }
      entered.add(at);
      for (const name of comparing.referencesOf(at.head, "head")) {
        const referred = startByName.get(name);
        if (referred !== undefined && !entered.has(referred)) open.push(referred);
      }
    }
  }
  return [...ordered];
}
