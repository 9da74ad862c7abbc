import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";
import type { Direction, Effect } from "./finding.ts";
import { judge } from "./judge.ts";
import { sketchContract } from "./rules/contract-sketch.ts";
import { type RuleId, ruleGroups, ruleIds, rules } from "./rules.ts";

const today = "2030-06-01";
const byCompiler = new Set<string>(Object.keys(ruleGroups.source));

/** The columns of rules whose effect no schema can tell: error, warning, info, by side. */
// biome-ignore format: a table
const declaredColumns: readonly (readonly [RuleId, string, string])[] = [
  ["method-removed", "E", "E"],
  ["method-renamed", "E", "E"],
  ["method-added", "I", "I"],
  ["method-removed-before-sunset", "E", "E"],
  ["sunset-shortened", "E", "E"],
  ["deprecated-without-sunset", "W", "W"],
  ["stability-decreased", "E", "E"],
  ["params-became-required", "E", "–"],
  ["result-added", "–", "W"],
  ["result-removed", "–", "E"],
  ["error-code-added", "–", "W"],
  ["error-code-removed", "–", "I"],
  ["error-code-reassigned", "–", "E"],
  ["auth-raised", "E", "–"],
  ["auth-scheme-removed", "E", "–"],
  ["idempotency-weakened", "W", "W"],
  ["event-removed", "–", "E"],
  ["batch-support-dropped", "E", "–"],
  ["capability-removed", "–", "E"],
  ["http-binding-changed", "E", "E"],
  ["header-added-required", "E", "–"],
  ["header-removed", "I", "W"],
  ["pii-path-removed", "W", "W"],
  ["exported-type-removed", "E", "–"],
  ["exported-type-renamed", "E", "–"],
  ["discriminator-removed", "E", "E"],
  ["union-reordered", "W", "W"],
  ["content-encoding-changed", "E", "E"],
  ["default-changed", "W", "I"],
  ["coercion-changed", "W", "W"],
  ["description-changed", "I", "I"],
  ["example-changed", "I", "I"],
  ["title-changed", "W", "W"],
  ["schema-id-changed", "W", "W"],
  ["content-changed-under-id", "E", "E"],
];

describe("a rule", () => {
  it.each(ruleIds.filter((id) => !byCompiler.has(id)))(
    "%s fires between the contracts of its example, and not within either",
    (id) => {
      const { before, after } = rules[id].example;
      const [base, head] = [sketchContract(before, "before"), sketchContract(after, "after")];
      expect(compare(base, head, { today }).findings.map(({ rule }) => rule)).toContain(id);
      for (const contract of [base, head]) expect(compare(contract, contract, { today }).findings).toEqual([]);
    },
  );

  it("says what it is in whole sentences", () => {
    for (const id of ruleIds) {
      const { title, explanation } = rules[id];
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(title, id).toMatch(/^[A-Z`].*[^.]$/);
      expect(explanation, id).toMatch(/^[A-Z`].*\.$/s);
    }
  });

  it.each(declaredColumns)("%s is of level %s for requests and %s for responses", (id, request, response) => {
    expect(`${column(id, "request")}/${column(id, "response")}`).toBe(`${request}/${response}`);
  });
});

/** The level that is computed of what a rule declares for one side; `–` where the side has no meaning to it. */
function column(id: RuleId, side: Direction): string {
  const { axis, effects } = rules[id];
  const effect: Effect | undefined = effects?.[side];
  if (effect === undefined) return "–";
  return { error: "E", warning: "W", info: "I" }[judge(axis, { [side]: effect }).level];
}
