import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { Contract } from "../contract.ts";
import type { Finding } from "../finding.ts";
import { judge } from "../judge.ts";
import { readContract } from "../read-contract.ts";
import { sketchContract } from "../rules/contract-sketch.ts";
import { type RuleId, ruleIds, rules } from "../rules.ts";
import { wrongWitness } from "../testing/wrong-witness.ts";
import { judgedFinding } from "./judged-finding.ts";

const today = "2026-01-01";

/** The rules of the wire that say themselves what breaks. Whatever is added to them is here of itself. */
const declaredBreaks = ruleIds.filter((id) => {
  const { axis, effects } = rules[id];
  return axis === "WIRE" && effects !== undefined && judge(axis, effects).verdict === "BREAKING";
});

function compared(base: Contract, head: Contract): readonly Finding[] {
  const { findings } = compare(base, head, { today });
  for (const finding of findings) expect.soft(wrongWitness(finding, base, head)).toBeUndefined();
  return findings;
}

function exampleOf(id: RuleId): readonly [Contract, Contract] {
  const { before, after } = rules[id].example;
  return [sketchContract(before, "before"), sketchContract(after, "after")];
}

describe("what breaks on the wire", () => {
  it("is no finding without a witness: not by type, and not when it is made", () => {
    const parts = {
      rule: "method-removed",
      effect: "narrow",
      directions: [],
      subject: { part: "operation", name: "place" },
      pointer: "",
      message: "It is gone.",
      affected: [],
    } as const;
    expect(() => judgedFinding("WIRE", judge("WIRE", { request: "narrow" }), parts)).toThrow(
      "method-removed at place is called breaking, and nothing shows it.",
    );
    // @ts-expect-error: a witness is missing.
    const unshown: Finding = { ...parts, axis: "WIRE", verdict: "BREAKING", level: "error", breaks: ["request"] };
    expect(wrongWitness(unshown, ...exampleOf("method-removed"))).toBe("method-removed at  has no witness");
  });

  it("is more than schemas say", () => {
    expect(declaredBreaks.length).toBeGreaterThan(10);
    expect(declaredBreaks).toContain("method-removed");
  });

  it.each(declaredBreaks)("is shown of %s, whose effect no schema tells", (id) => {
    const finding = compared(...exampleOf(id)).find(({ rule }) => rule === id);
    expect(finding).toMatchObject({ axis: "WIRE", verdict: "BREAKING", level: "error", witness: expect.anything() });
  });

  it("is shown between the contracts of every example, in both directions", () => {
    for (const id of ruleIds) {
      const [before, after] = exampleOf(id);
      compared(before, after);
      compared(after, before);
    }
  });

  it.each([
    ["figma-api", "openapi/openapi.yaml", 5],
    ["galaxy-api", "dist/3.1.json", 3],
  ])("is shown between the published documents of %s, in both directions", async (name, file, least) => {
    const folder = new URL("../../../bench/node_modules/", import.meta.url).pathname;
    const [base, head] = [
      await readContract(`${folder}${name}-base/${file}`),
      await readContract(`${folder}${name}-head/${file}`),
    ];
    for (const findings of [compared(base, head), compared(head, base)]) {
      expect(findings.filter(({ witness }) => witness !== undefined).length).toBeGreaterThanOrEqual(least);
    }
  });
});
