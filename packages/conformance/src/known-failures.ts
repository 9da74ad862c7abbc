import { readFile } from "node:fs/promises";
import type { Judgement } from "./judgement.ts";

/** A case that an implementation is known to fail, and why. */
export interface KnownFailure {
  readonly judge: string;
  readonly type: string;
  readonly name: string;
  readonly reason: string;
}

export interface Comparison {
  readonly judged: number;
  /** Disagreements that nobody knew of. */
  readonly failures: readonly Judgement[];
  /** Known failures that are none: the case passes, or there is no such case. Strike them out. */
  readonly stale: readonly KnownFailure[];
}

/** Holds judgements against the list. An entry of a judge that did not take part says nothing and is left alone. */
export function compareWithKnown(judgements: Iterable<Judgement>, known: readonly KnownFailure[]): Comparison {
  const all = [...judgements];
  const key = ({ judge, type, name }: Pick<KnownFailure, "judge" | "type" | "name">) =>
    JSON.stringify([judge, type, name]);
  const disagreements = all.filter(({ agrees }) => !agrees);
  const listed = new Set(known.map(key));
  const failed = new Set(disagreements.map(key));
  const judges = new Set(all.map(({ judge }) => judge));
  return {
    judged: all.length,
    failures: disagreements.filter((one) => !listed.has(key(one))),
    stale: known.filter((entry) => judges.has(entry.judge) && !failed.has(key(entry))),
  };
}

/** Reads `{ "failures": [{ "judge", "type", "name", "reason" }] }`. An entry without a reason is an error. */
export async function readKnownFailures(file: string | URL): Promise<readonly KnownFailure[]> {
  const { failures } = JSON.parse(await readFile(file, "utf8")) as { failures: KnownFailure[] };
  for (const { judge, type, name, reason } of failures) {
    if (![judge, type, name, reason].every((text) => typeof text === "string" && text !== "")) {
      throw new Error(
        `A known failure needs judge, type, name and reason: ${JSON.stringify({ judge, type, name, reason })}.`,
      );
    }
  }
  return failures;
}
