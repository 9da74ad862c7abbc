import { describe, expect, it } from "vitest";
import { contains } from "../contains.ts";
import type { JsonSchema } from "../contract.ts";
import { containmentTable } from "../testing/containment-table.ts";
import { secondJudgement, secondOpinion } from "../testing/second-opinion.ts";
import table from "./second-opinion.json" with { type: "json" };

interface Disagreement {
  readonly left: JsonSchema;
  readonly right: JsonSchema;
  readonly ours: string;
  readonly theirs: string;
  readonly because: string;
}

const explained = table.disagreements as readonly Disagreement[];

describe("jsoncompat as a second opinion", { timeout: 240_000 }, () => {
  it("agrees on the whole table of keywords, but for the disagreements that are explained one by one", () => {
    const found = disagreements().map(({ because: _, ...rest }) => JSON.stringify(rest));
    const known = explained.map(({ because: _, ...rest }) => JSON.stringify(rest));
    expect(
      found.filter((text) => !known.includes(text)),
      "not explained in second-opinion.json",
    ).toEqual([]);
    expect(
      known.filter((text) => !found.includes(text)),
      "stale in second-opinion.json",
    ).toEqual([]);
  });

  it("is explained by a cause wherever it disagrees, and each cause is one of a disagreement", () => {
    expect([...new Set(explained.map(({ because }) => because))].sort()).toEqual(Object.keys(table.causes).sort());
  });

  it("is contradicted by its own validator wherever it says contained and we have a witness, formats aside", () => {
    for (const { left, right, because } of explained.filter(({ theirs }) => theirs === "contained")) {
      if (because === "formats are annotations") continue;
      const [producer, consumer] = [
        { schema: left, definitions: {} },
        { schema: right, definitions: {} },
      ];
      const verdict = contains(producer, consumer);
      if (verdict.verdict !== "witness") throw new Error(`no witness for ${JSON.stringify([left, right])}`);
      expect(secondJudgement(producer, verdict.instance), JSON.stringify(left)).toBe(true);
      expect(secondJudgement(consumer, verdict.instance), JSON.stringify(right)).toBe(false);
    }
  });
});

function disagreements(): Disagreement[] {
  const found: Disagreement[] = [];
  for (const [left, , right] of Object.values(containmentTable).flat()) {
    for (const [producer, consumer] of [
      [left, right],
      [right, left],
    ] as const) {
      const [a, b] = [
        { schema: producer, definitions: {} },
        { schema: consumer, definitions: {} },
      ];
      const [ours, theirs] = [contains(a, b).verdict, secondOpinion(a, b)];
      if ((ours === "contained") === (theirs === "contained")) continue;
      found.push({ left: producer, right: consumer, ours, theirs, because: "" });
    }
  }
  return found;
}
