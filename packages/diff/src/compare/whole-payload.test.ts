import { describe, expect, it } from "vitest";
import { compare } from "../compare.ts";
import type { JsonSchema } from "../contract.ts";
import type { Witness } from "../finding.ts";
import { type ContractSketch, sketchContract } from "../rules/contract-sketch.ts";
import { object } from "../rules/rule.ts";

/** The witnesses of what breaks, by rule and place. */
function witnesses(base: ContractSketch, head: ContractSketch): Readonly<Record<string, Witness | undefined>> {
  const { findings } = compare(sketchContract(base), sketchContract(head), { today: "2030-06-01" });
  const breaking = findings.filter(({ verdict }) => verdict === "BREAKING");
  return Object.fromEntries(
    breaking.map(({ rule, subject, pointer, witness }) => [`${rule} ${subject.name}${pointer}`, witness]),
  );
}

const text = (more: object = {}): JsonSchema => ({ type: "string", ...more });

describe("a witness", () => {
  it("is at fault in nothing but the edit: what else is required, both versions accept", () => {
    const order = (place: object, note: object) => ({
      request: object({ note: text(note), place: text(place) }, "note", "place"),
    });
    const found = witnesses(order({}, { maxLength: 9 }), order({ minLength: 3 }, { maxLength: 4 }));
    expect(found["max-length-lowered order.place/properties/note"]).toMatchObject({
      payload: { note: expect.stringMatching(/^.{5,9}$/), place: expect.stringMatching(/^.{3,}$/) },
      pointer: "/note",
      keyword: "maxLength",
    });
    expect(found["min-length-raised order.place/properties/place"]).toMatchObject({
      payload: { note: "", place: "" },
      pointer: "/place",
    });
  });

  it("has what the reader requires, where the sender may send it", () => {
    const user = (bounds: object, ...required: readonly string[]) => ({
      response: object(
        { account: object({ plan: text() }, "plan"), seats: { type: "integer", ...bounds } },
        ...required,
      ),
    });
    const found = witnesses(user({ minimum: 5 }, "account", "seats"), user({ minimum: 1 }, "seats"));
    expect(found["minimum-lowered order.place/properties/seats"]).toMatchObject({
      payload: { account: { plan: "" }, seats: expect.any(Number) },
      pointer: "/seats",
    });
    expect(found["required-to-optional order.place/properties/account"]).toMatchObject({
      payload: { seats: expect.any(Number) },
      message: "must have required property 'account'",
    });
  });

  it("says of each member that is gone that this one is missed", () => {
    const names = ["creator", "name", "thumbnail"];
    const file = (...members: readonly string[]) => ({
      response: object(Object.fromEntries(["id", ...members].map((name) => [name, text()])), "id", ...members),
    });
    const found = witnesses(file(...names), file());
    expect(Object.keys(found).length).toBe(3);
    for (const name of names) {
      expect(found[`property-removed order.place/properties/${name}`]?.message).toBe(
        `must have required property '${name}'`,
      );
    }
  });

  it("keeps what is at fault within a union, which fails as a whole", () => {
    const field = (...required: readonly string[]): ContractSketch => ({
      types: {
        Plan: object(
          { title: text(), rounds: { type: "array", items: object({ title: text() }, ...required) } },
          ...required,
        ),
      },
      request: {
        oneOf: [
          { ...(object({ id: text() }, "id") as object), additionalProperties: false },
          { ...(object({ plan: { $ref: "#/$defs/Plan" } }, "plan") as object), additionalProperties: false },
        ],
      },
    });
    expect(witnesses(field(), field("title"))).toMatchObject({
      "optional-to-required Plan/properties/rounds/items/properties/title": {
        payload: { plan: { rounds: [{}] } },
        pointer: "",
        keyword: "oneOf",
      },
    });
  });

  it("is an exchange rather than a header's value, where a type is used in both", () => {
    const sketch = (maxLength: number): ContractSketch => ({
      types: { Id: text({ maxLength }), Order: object({ id: { $ref: "#/$defs/Id" } }, "id") },
      headers: { "Shop-Id": { schema: { $ref: "#/$defs/Id" } } },
      operations: {
        "order.place": {
          request: object({ order: { $ref: "#/$defs/Order" } }, "order"),
          requestHeaders: [{ name: "Shop-Id", required: true }],
        },
      },
    });
    expect(witnesses(sketch(4), sketch(3))["max-length-lowered Id"]).toMatchObject({
      subject: { part: "operation", name: "order.place" },
      pointer: "/order/id",
    });
  });

  it("is searched for as a whole where no value can be put at the place, in a type that nothing carries too", () => {
    const types = (...type: readonly string[]): ContractSketch => ({
      types: { Node: { type: "object", properties: { a: { const: 1 } }, patternProperties: { "^a": { type } } } },
    });
    expect(witnesses(types("integer", "string"), types("integer"))).toMatchObject({
      "type-narrowed Node/patternProperties/^a": { subject: { part: "type", name: "Node" }, keyword: "type" },
    });
  });
});
