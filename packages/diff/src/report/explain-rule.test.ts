import { describe, expect, it } from "vitest";
import { ruleIds } from "../rules.ts";
import { exampleFinding, explainRule, listRules } from "./explain-rule.ts";

describe("an explained rule", () => {
  it("says what happened, why it matters, and what its example comes to", () => {
    const text = explainRule("required-added");
    expect(text).toMatch(
      /^required-added: A new member is required\n\n.+\n\nGroup: objects\. Axis: WIRE, payloads\.\n/,
    );
    expect(text).toContain("BREAKING, error: The required member `region` is new.");
    expect(text).toContain("Operation order.place request: a client of `before` may send it, and `after` rejects it.");
    expect(text).toContain("All of it must have required property 'region'.");
  });

  it("shows no verdict where only the compiler has one", () => {
    expect(exampleFinding("source-incompatible")).toBeUndefined();
    expect(explainRule("source-incompatible")).toMatch(/After:\n( {2}.*\n)+$/);
  });

  it("is in the list, under its group", () => {
    const lines = listRules().split("\n");
    for (const id of ruleIds) expect(lines.filter((line) => line.startsWith(`  ${id} `)).length, id).toBe(1);
    expect(lines.filter((line) => /^[a-z]+:$/.test(line)).length).toBe(7);
  });
});
