import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { JsonSchema } from "../contract.ts";
import type { Finding } from "../finding.ts";
import { type ContractSketch, sketchContract } from "../rules/contract-sketch.ts";
import { tolerateEnumAdditions } from "../tolerate-enum-additions.ts";

/** What users of other contract diffs complain of, one test each. The reports that were complained to are named. */
describe("a complaint about other diffs", () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    ["multipleOf (oasdiff#1155)", { type: "integer", multipleOf: 2 }, { type: "integer", multipleOf: 4 }],
    ["uniqueItems (oasdiff#1156)", { type: "array" }, { type: "array", uniqueItems: true }],
    ["minProperties (oasdiff#1157)", { type: "object" }, { type: "object", minProperties: 2 }],
    ["maxProperties (oasdiff#1157)", { type: "object" }, { type: "object", maxProperties: 2 }],
    ["maxItems of a whole body (oasdiff#1158)", { type: "array" }, { type: "array", maxItems: 2 }],
  ])("does not hold: %s is checked, in bodies and in members", (_, base, head) => {
    expect(breaking({ request: base }, { request: head })).toHaveLength(1);
    const member = (schema: JsonSchema) => ({ type: "object", properties: { a: schema } });
    expect(breaking({ request: member(base) }, { request: member(head) })).toHaveLength(1);
  });

  it("does not hold: additionalProperties that becomes false is classified (oasdiff#1054)", () => {
    const order = { type: "object", properties: { sku: { type: "string" } } };
    const levels = findings({ request: order }, { request: { ...order, additionalProperties: false } });
    expect(levels.map(({ rule, level }) => [rule, level])).toEqual([["closed", "warning"]]);
    const any = { type: "object" };
    expect(breaking({ request: any }, { request: { ...any, additionalProperties: false } })).toEqual(["closed"]);
  });

  it("does not hold: changes deep in nested oneOf are found (oasdiff#610, #314)", () => {
    const nested = (least: number): JsonSchema => ({
      oneOf: [
        { type: "string" },
        {
          type: "object",
          required: ["kind", "inner"],
          properties: {
            kind: { const: "deep" },
            inner: {
              oneOf: [
                { type: "boolean" },
                { type: "array", items: { oneOf: [{ type: "null" }, { type: "integer", minimum: least }] } },
              ],
            },
          },
        },
      ],
    });
    const [finding, ...others] = findings({ request: nested(0) }, { request: nested(1) });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: "minimum-raised",
      verdict: "BREAKING",
      pointer: "/oneOf/1/properties/inner/oneOf/1/items/oneOf/1",
      witness: { payload: { kind: "deep", inner: [0] } },
    });
  });

  it("does not hold: writing a schema as a reference, or the other way round, is no change (oasdiff PR 930)", () => {
    const order = { type: "object", properties: { sku: { type: "string" } }, required: ["sku"] };
    const types = { Order: order };
    const inline = { request: order, response: { type: "array", items: order }, types };
    const referring = {
      request: { $ref: "#/$defs/Order" },
      response: { type: "array", items: { $ref: "#/$defs/Order" } },
      types,
    };
    expect(findings(inline, referring)).toEqual([]);
    expect(findings(referring, inline)).toEqual([]);
  });

  it("does not hold: names that a generator makes up may change", () => {
    const sketch = (name: string): ContractSketch => ({
      request: { type: "array", items: { $ref: `#/$defs/${name}` } },
    });
    const schema = { type: "object", properties: { sku: { type: "string" }, next: { type: "array" } } };
    const contract = (name: string) => ({ ...sketchContract(sketch(name)), definitions: { [name]: schema } });
    expect(compare(contract("Inline_17"), contract("Inline_18"), { today }).findings).toEqual([]);
  });

  it("does not hold: what was wrapped in oneOf is not reported as removed members (oasdiff#702, #1037)", () => {
    const card = {
      type: "object",
      properties: { kind: { const: "card" }, number: { type: "string" } },
      required: ["kind"],
    };
    const cash = { type: "object", properties: { kind: { const: "cash" } }, required: ["kind"] };
    expect(
      findings({ request: card }, { request: { oneOf: [card, cash] } }).map(({ rule, level }) => [rule, level]),
    ).toEqual([["wrapped-in-oneof", "info"]]);
  });

  it("does not hold: a request that accepts more is compatible (openapi-diff#797)", () => {
    const base = {
      type: "object",
      properties: { size: { enum: ["S"] }, count: { type: "integer" } },
      required: ["size"],
    };
    const head = { type: "object", properties: { size: { enum: ["S", "M"] }, count: { type: "number" } } };
    expect(breaking({ request: base }, { request: head })).toEqual([]);
  });

  it("does not hold: values that are added to a response are a choice of policy (openapi-diff#303, graphql-inspector#1898)", () => {
    const contract = (...values: string[]) => sketchContract({ response: { enum: values } });
    const comparison = compare(contract("S"), contract("S", "M", "L"), { today });
    expect(comparison.findings[0]).toMatchObject({ level: "error" });
    const [tolerated] = tolerateEnumAdditions(compare(contract("S", "M"), contract("S", "M", "L"), { today })).findings;
    expect(tolerated).toMatchObject({ rule: "enum-value-added", level: "warning" });
  });

  it("does not hold: a finding has its rule and the line in the source, of JSON too (oasdiff#574, #1128, buf#1799)", () => {
    const located = (schema: JsonSchema) => ({
      ...sketchContract({ request: schema }),
      locate: (_: unknown, pointer = "") => ({ file: "orders.json", line: 1 + pointer.length }),
    });
    const object = (type: string) => ({ type: "object", properties: { sku: { type } } });
    const { findings: all } = compare(located(object("string")), located(object("integer")), { today });
    expect(all).toMatchObject([
      { rule: "type-incomparable", pointer: "/properties/sku", location: { file: "orders.json", line: 16 } },
    ]);
  });
});

const today = "2030-06-01";

function findings(base: ContractSketch, head: ContractSketch): readonly Finding[] {
  return compare(sketchContract(base), sketchContract(head), { today }).findings;
}

function breaking(base: ContractSketch, head: ContractSketch): readonly string[] {
  return findings(base, head)
    .filter(({ level }) => level === "error")
    .map(({ rule }) => rule);
}
