import { describe, expect, it } from "vitest";
import { contains } from "../contains.ts";
import type { JsonSchema } from "../contract.ts";

/** A node above which there is none, a name, or another node: closed, its properties depend on the branch that holds. */
const tree = (leaf: JsonSchema): Readonly<Record<string, JsonSchema>> => ({
  Node: {
    properties: {
      leaf,
      up: { anyOf: [{ type: "null" }, { oneOf: [{ type: "string" }, { $ref: "#/$defs/Node" }] }] },
    },
  },
});
const node = (leaf: JsonSchema) => ({ schema: { $ref: "#/$defs/Node" }, definitions: tree(leaf) });

describe("schemas that come back to themselves through unevaluatedProperties", () => {
  it("are read, and contain themselves", () => {
    expect(contains(node({ type: "integer" }), node({ type: "integer" }), { closeLeft: true })).toEqual({
      verdict: "contained",
    });
    expect(contains(node({ minimum: 1 }), node({ minimum: 0 }), { closeLeft: true })).toEqual({ verdict: "contained" });
  });

  it("are refuted by a value", () => {
    expect(contains(node({ minimum: 0 }), node({ minimum: 1 }), { closeLeft: true })).toMatchObject({
      verdict: "witness",
    });
    const below = { schema: { properties: { up: { $ref: "#/$defs/Node" } } }, definitions: tree({ minimum: 1 }) };
    const above = { schema: { properties: { up: { properties: { up: { type: "null" } } } } }, definitions: {} };
    expect(contains(below, above, { closeLeft: true })).toMatchObject({ verdict: "witness" });
  });
});
