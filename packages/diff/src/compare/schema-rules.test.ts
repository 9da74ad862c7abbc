import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { JsonSchema } from "../contract.ts";
import type { Finding } from "../finding.ts";
import { sketchContract } from "../rules/contract-sketch.ts";
import { type RuleId, ruleGroups, rules } from "../rules.ts";
import { type Expected, schemaCases } from "../testing/schema-cases.ts";
import { wrongWitness } from "../testing/wrong-witness.ts";

const today = "2030-06-01";
const letters: Readonly<Record<Finding["level"], Expected>> = { error: "E", warning: "W", info: "I" };

describe("a rule of schemas", () => {
  for (const [rule, what, base, head, request, response] of schemaCases) {
    const expected = { request, response };
    for (const side of ["request", "response"] as const) {
      it(`${rule}: ${what}, ${side} ${expected[side]}`, () => {
        const before = sketchContract({ [side]: base });
        const after = sketchContract({ [side]: head });
        const { findings } = compare(before, after, { today });
        expect(levelOf(rule, findings)).toBe(expected[side]);
        if (expected[side] === "W" || expected[side] === "I") {
          expect(findings.filter(({ level, axis }) => level === "error" && axis === "WIRE")).toEqual([]);
        }
        for (const finding of findings) expect(wrongWitness(finding, before, after)).toBeUndefined();
      });
    }
  }

  it("says once why nothing was proven, though both sides ask", () => {
    const sketch = (pattern: string) => sketchContract({ types: { Code: { type: "string", pattern } } });
    const [finding] = compare(sketch("("), sketch("(a)"), { today }).findings;
    expect(finding).toMatchObject({ verdict: "UNKNOWN", breaks: ["request", "response"] });
    expect(finding?.reason?.match(/is not a regular expression/g)).toHaveLength(1);
  });

  it("has a case for every rule that is proven of schemas", () => {
    const told = new Set(schemaCases.map(([rule]) => rule));
    const { surface: _, source: __, ...groups } = ruleGroups;
    const untold = Object.values(groups).flatMap((group) => Object.keys(group) as RuleId[]);
    // These need more than one schema at one place: they have tests of their own.
    const own: readonly RuleId[] = [
      "content-changed-under-id",
      "schema-id-changed",
      "discriminator-removed",
      "recursion-introduced",
      "schema-changed",
      "pattern-undecided",
      "oneof-overlap-changed",
    ];
    expect(untold.filter((rule) => !told.has(rule) && !own.includes(rule))).toEqual([]);
  });

  it("comes to the same through a named type, and through a member, a list and an alternative around it", () => {
    const around: Readonly<Record<string, (schema: JsonSchema) => JsonSchema>> = {
      member: (schema) => ({ type: "object", properties: { x: schema, y: { type: "string" } }, required: ["x", "y"] }),
      list: (schema) => ({ type: "array", items: schema, minItems: 1 }),
      alternative: (schema) => ({
        oneOf: [
          { type: "object", properties: { is: { const: 1 }, x: schema }, required: ["is", "x"] },
          { type: "object", properties: { is: { const: 2 } }, required: ["is"] },
        ],
      }),
    };
    const wrong: string[] = [];
    for (const [rule, what, base, head, request, response] of schemaCases) {
      const expected = { request, response };
      for (const [name, wrap] of Object.entries(around)) {
        for (const side of ["request", "response"] as const) {
          const contract = (schema: JsonSchema) =>
            sketchContract({
              [side]: { $ref: "#/$defs/Whole" },
              types: { Whole: wrap({ $ref: "#/$defs/Part" }), Part: schema },
            });
          const [before, after] = [contract(base), contract(head)];
          const { findings } = compare(before, after, { today });
          const got = levelOf(rule, findings);
          if (got !== expected[side])
            wrong.push(`${rule}: ${what}, ${side} in a ${name}: ${got} and not ${expected[side]}`);
          for (const finding of findings) {
            const fault = wrongWitness(finding, before, after);
            if (fault !== undefined) wrong.push(`${rule}: ${what}, ${side} in a ${name}: ${fault}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** The gravest that a rule says. */
function levelOf(rule: RuleId, findings: readonly Finding[]): Expected {
  const own = findings.filter((finding) => finding.rule === rule && finding.axis !== (rules[rule].source && "SOURCE"));
  if (own.some(({ verdict }) => verdict === "UNKNOWN")) return "U";
  const levels = own.map(({ level }) => letters[level]);
  return (["E", "W", "I"] as const).find((level) => levels.includes(level)) ?? "-";
}
