import { describe, expect, it } from "vitest";
import type { ContainmentOptions } from "./containment.ts";
import { contains, isEmpty, sample } from "./contains.ts";
import type { JsonSchema } from "./contract.ts";
import { card, containmentTable } from "./testing/containment-table.ts";
import { judgeOf } from "./testing/judge.ts";

const integer = { type: "integer" };
const string = { type: "string" };
const object = { type: "object" };

describe("containment of schemas", () => {
  for (const [name, rows] of Object.entries(containmentTable)) {
    describe(name, () => {
      it.each(rows.map((row) => [JSON.stringify(row[0]), row[1], JSON.stringify(row[2]), row] as const))(
        "%s %s %s",
        (...[, , , row]) => {
          const [left, relation, right] = row;
          expectVerdict(left, right, relation === "=" || relation === "<" ? "contained" : "witness");
          expectVerdict(right, left, relation === "=" || relation === ">" ? "contained" : "witness");
        },
      );
    });
  }
});

function expectVerdict(
  schema: JsonSchema,
  other: JsonSchema,
  expected: string,
  options: ContainmentOptions = {},
  definitions = {},
): void {
  const [left, right] = [
    { schema, definitions },
    { schema: other, definitions },
  ];
  const result = contains(left, right, options);
  expect({ ...result, of: schema, within: other }).toMatchObject({ verdict: expected });
  if (result.verdict !== "witness" || JSON.stringify([schema, other]).includes('"enum":[]')) return;
  if (options.closeLeft !== true) expect(judgeOf(left)(result.instance), "the left accepts the witness").toBe(true);
  expect(judgeOf(right)(result.instance), "the right rejects the witness").toBe(false);
}

describe("references", () => {
  const list = (value: JsonSchema) => ({
    type: "object",
    properties: { value, next: { $ref: "#/$defs/List" } },
    required: ["value"],
  });

  it("are what they mean, under any name", () => {
    const definitions = { A: integer, B: { $ref: "#/$defs/A" }, "C/d~e": { allOf: [{ $ref: "#/$defs/B" }] } };
    for (const $ref of ["#/$defs/A", "#/$defs/B", "#/$defs/C~1d~0e"]) {
      expectVerdict({ $ref }, integer, "contained", {}, definitions);
      expectVerdict(integer, { $ref }, "contained", {}, definitions);
    }
  });

  it("are followed into definitions", () => {
    const definitions = { A: { properties: { a: integer } } };
    expectVerdict({ $ref: "#/$defs/A/properties/a" }, integer, "contained", {}, definitions);
  });

  it("keep their siblings", () => {
    expectVerdict({ $ref: "#/$defs/A", minimum: 1 }, { type: "integer", minimum: 1 }, "contained", {}, { A: integer });
  });

  it("are compared when they are recursive, under whatever names and in whichever unrolling", () => {
    const left = { schema: { $ref: "#/$defs/List" }, definitions: { List: list(integer) } };
    const renamed = JSON.parse(JSON.stringify(list({ type: "number" })).replaceAll("List", "Other"));
    const right = { schema: { $ref: "#/$defs/Other" }, definitions: { Other: renamed } };
    expect(contains(left, right)).toEqual({ verdict: "contained" });
    expect(contains(right, left)).toMatchObject({ verdict: "witness", pointer: "/value", keyword: "type" });
    const unrolled = {
      schema: { ...list(integer), properties: { value: integer, next: list(integer) } },
      definitions: left.definitions,
    };
    expect(contains(left, unrolled)).toEqual({ verdict: "contained" });
    expect(contains(unrolled, left)).toEqual({ verdict: "contained" });
  });

  it("find a break that is a level deep", () => {
    const definitions = {
      List: list(integer),
      Odd: {
        ...list(integer),
        properties: { value: integer, next: { ...list(integer), required: ["value", "next"] } },
      },
    };
    expectVerdict({ $ref: "#/$defs/List" }, { $ref: "#/$defs/Odd" }, "witness", {}, definitions);
    expectVerdict({ $ref: "#/$defs/Odd" }, { $ref: "#/$defs/List" }, "contained", {}, definitions);
  });

  it("that must always go on accept nothing", () => {
    const definitions = {
      Endless: { type: "object", properties: { next: { $ref: "#/$defs/Endless" } }, required: ["next"] },
    };
    const endless = { schema: { $ref: "#/$defs/Endless" }, definitions };
    expect(isEmpty(endless)).toBe(true);
    expect(sample(endless)).toBeUndefined();
    expectVerdict({ $ref: "#/$defs/Endless" }, false, "contained", {}, definitions);
  });

  it("are not taken as empty for good while they are looked into", () => {
    for (const last of [{ const: 1 }, string, { type: "array", maxItems: 0 }]) {
      for (const order of ["looked into first", "looked into last"]) {
        const ways = [{ ...object, properties: { [order]: { $ref: "#/$defs/Two" } }, required: [order] }, last];
        const definitions = {
          One: { anyOf: order.endsWith("first") ? ways : ways.toReversed() },
          Two: { ...object, properties: { one: { $ref: "#/$defs/One" } }, required: ["one"] },
        };
        for (const name of ["One", "Two"]) {
          expect(isEmpty({ schema: { $ref: `#/$defs/${name}` }, definitions }), `${name}, ${order}`).toBe(false);
        }
      }
    }
  });

  it("that need each other are decided together", () => {
    const definitions = {
      Tree: { type: "array", items: { $ref: "#/$defs/Branch" } },
      Branch: {
        type: "object",
        properties: { tree: { $ref: "#/$defs/Tree" } },
        required: ["tree"],
        additionalProperties: false,
      },
      Wide: { type: "array", items: { type: "object", properties: { tree: { $ref: "#/$defs/Wide" } } } },
    };
    expectVerdict({ $ref: "#/$defs/Tree" }, { $ref: "#/$defs/Wide" }, "contained", {}, definitions);
    expectVerdict({ $ref: "#/$defs/Wide" }, { $ref: "#/$defs/Tree" }, "witness", {}, definitions);
  });

  it("are unknown, by name, where they mean nothing or come back to themselves", () => {
    const definitions = { Loop: { anyOf: [{ $ref: "#/$defs/Loop" }, string] } };
    expect(contains({ schema: { $ref: "#/$defs/Loop" }, definitions }, { schema: string, definitions })).toEqual({
      verdict: "unknown",
      reason: '$ref "#/$defs/Loop" comes back to itself without looking into a value',
    });
    expect(contains({ schema: { $ref: "#/$defs/Gone" }, definitions }, { schema: string, definitions })).toEqual({
      verdict: "unknown",
      reason: '$ref "#/$defs/Gone" means no schema',
    });
  });
});

describe("a closed left side", () => {
  const closed = { closeLeft: true };
  const person = { type: "object", properties: { name: string } };

  it("emits declared properties only", () => {
    expectVerdict(person, { ...person, additionalProperties: false }, "contained", closed);
    expectVerdict(person, { ...person, additionalProperties: false }, "witness");
    expectVerdict(person, { properties: { age: integer } }, "contained", closed);
    expectVerdict(person, { properties: { name: integer } }, "witness", closed);
  });

  it("is closed where a condition or a branch comes back to it", () => {
    const conditional = (maximum: number) => ({
      type: "object",
      properties: {
        a: { type: "integer", maximum },
        next: { if: { type: "object", properties: { a: string } }, else: { $ref: "#/$defs/B" } },
      },
      dependentSchemas: {
        a: { oneOf: [{ $ref: "#/$defs/C" }, { type: "object", properties: { b: { const: true } } }] },
      },
    });
    const context = (maximum: number, back: JsonSchema) => ({
      schema: { $ref: "#/$defs/B" },
      definitions: { B: conditional(maximum), C: back },
    });
    const verdict = (left: number, right: number, back: JsonSchema) =>
      contains(context(left, back), context(right, back), closed).verdict;
    expect([verdict(3, 3, string), verdict(3, 4, {}), verdict(4, 3, {})]).toEqual([
      "contained",
      "contained",
      "witness",
    ]);
    // A schema that comes back to itself without looking into a value means nothing: that is said, and ends.
    const unreadable = contains(context(3, { $ref: "#/$defs/B" }), context(3, { $ref: "#/$defs/B" }), closed);
    expect(JSON.stringify(unreadable)).not.toContain("stack");
  });

  it("is closed at every depth, and through references", () => {
    const definitions = { Person: { ...person, properties: { name: string, friend: { $ref: "#/$defs/Person" } } } };
    const strict = {
      type: "object",
      properties: { name: string, friend: { $ref: "#/$defs/Strict" } },
      additionalProperties: false,
    };
    expectVerdict(
      { type: "array", items: { $ref: "#/$defs/Person" } },
      { items: { $ref: "#/$defs/Strict" } },
      "contained",
      closed,
      { ...definitions, Strict: strict },
    );
    expectVerdict({ $ref: "#/$defs/Person" }, { $ref: "#/$defs/Person" }, "contained", closed, definitions);
  });

  it("stays open where nothing is declared, or where it says so", () => {
    expectVerdict(object, { properties: { age: integer } }, "witness", closed);
    expectVerdict({ ...person, additionalProperties: true }, { properties: { age: integer } }, "witness", closed);
    expectVerdict({ ...person, additionalProperties: integer }, { properties: { age: integer } }, "contained", closed);
  });

  it("emits what is required though it is not declared", () => {
    expectVerdict(
      { ...person, required: ["id"] },
      { required: ["id"], propertyNames: { enum: ["id", "name"] } },
      "contained",
      closed,
    );
    expectVerdict({ ...person, required: ["id"] }, false, "witness", closed);
  });

  it("takes the properties of all parts together", () => {
    const parts = { allOf: [person, { properties: { age: integer } }] };
    expectVerdict(parts, { propertyNames: { enum: ["name", "age"] } }, "contained", closed);
    expectVerdict(parts, { propertyNames: { enum: ["name"] } }, "witness", closed);
    const nested = {
      allOf: [
        { type: "object", properties: { a: { ...object, properties: { x: integer } } } },
        { properties: { a: { properties: { y: integer } } } },
      ],
    };
    expectVerdict(nested, { properties: { a: { propertyNames: { enum: ["x", "y"] } } } }, "contained", closed);
    expectVerdict(nested, { properties: { a: { maxProperties: 1 } } }, "witness", closed);
  });

  it("closes the alternatives of a union each by itself", () => {
    const union = { oneOf: [card("a", { x: integer }), card("b", { y: integer })] };
    const right = { properties: { y: integer } };
    expectVerdict(union, right, "contained", closed);
    expectVerdict(union, right, "witness");
    expectVerdict({ anyOf: [person, string] }, { propertyNames: { enum: ["name"] } }, "contained", closed);
  });

  it("stays open where an alternative declares nothing", () => {
    const either = (name: string) => ({ anyOf: [{ ...object, properties: { [name]: integer } }, object] });
    const left = { allOf: [either("a"), either("b")] };
    expectVerdict(left, { propertyNames: { enum: ["a", "b"] } }, "witness", closed);
  });

  it("leaves conditions as they are", () => {
    expectVerdict(
      { ...person, not: { properties: { name: { const: "x" } }, required: ["name"] } },
      { properties: { name: { not: { const: "x" } } } },
      "contained",
      closed,
    );
  });
});

describe("honesty", () => {
  it.each([
    ["an unknown format", string, { format: "cpf" }, 'format "cpf"'],
    ["a dynamic reference", string, { $dynamicRef: "#node" }, "$dynamicRef"],
    ["a backreference", { type: "string", pattern: "^(.+)\\1$" }, { type: "string", pattern: "^(.*)\\1$" }, "pattern"],
    ["a keyword that is not what it must be", { minLength: "two" }, string, "minLength is a count"],
    ["a pattern that is none", { pattern: "[" }, string, 'pattern "["'],
  ])("is unknown before %s, and says so", (_, left, right, reason) => {
    const result = contains(
      { schema: left as JsonSchema, definitions: {} },
      { schema: right as JsonSchema, definitions: {} },
    );
    expect(result).toMatchObject({ verdict: "unknown" });
    expect((result as { reason: string }).reason).toContain(reason);
  });

  it("takes nothing that it does not understand for equal", () => {
    const many = (name: string) => ({
      anyOf: Array.from({ length: 9 }, (_, at) => ({ properties: { [`${name}${at}`]: integer } })),
      unevaluatedProperties: false,
    });
    expectVerdict(many("a"), many("a"), "contained");
    const [left, right] = [many("a"), many("b")].map((schema) => ({ schema, definitions: {} }));
    expect(contains(left!, right!).verdict).not.toBe("contained");
    const dynamic = { $dynamicRef: "#node" };
    expectVerdict({ properties: { a: { ...dynamic } } }, { properties: { a: { ...dynamic } } }, "unknown");
  });

  it("does not need what it does not understand", () => {
    expectVerdict({ type: "string", format: "cpf" }, string, "contained");
    expectVerdict(
      { type: "object", properties: { a: { format: "cpf" } } },
      { properties: { a: { format: "cpf" } } },
      "contained",
    );
    expectVerdict({ type: ["string", "null"] }, { type: "string", format: "cpf" }, "witness");
  });

  it("takes formats as annotations when asked to", () => {
    expectVerdict(string, { format: "date" }, "contained", { assertFormats: false });
    expectVerdict(string, { format: "date" }, "witness");
  });

  it("gives up within its steps, and can be given more", () => {
    const wide = (count: number) => ({
      allOf: Array.from({ length: count }, (_, at) => ({
        anyOf: [{ required: [`a${at}`] }, { required: [`b${at}`] }],
      })),
    });
    const [left, right] = [
      { schema: wide(9), definitions: {} },
      { schema: { minProperties: 9 }, definitions: {} },
    ];
    expect(contains(left, right, { stepsMax: 50 })).toEqual({
      verdict: "unknown",
      reason: "the search reached its bound of 50 steps",
    });
    expect(contains(left, right)).toEqual({ verdict: "contained" });
  });

  it("decides unions of many branches, tagged or not, within its steps", () => {
    const tags = Array.from({ length: 60 }, (_, at) => `tag ${at}`);
    const tagged = (more: object) => ({ oneOf: tags.map((tag) => card(tag, { a: string, [tag]: integer, ...more })) });
    expectVerdict(tagged({}), tagged({ more: string }), "contained", { closeLeft: true });
    expectVerdict(tagged({}), tagged({ more: string }), "witness");
    const apart = (maximum: number) => ({
      anyOf: tags.map((tag) => ({ ...object, properties: { [tag]: { type: "integer", maximum } }, required: [tag] })),
    });
    expectVerdict(apart(5), apart(6), "contained");
    expectVerdict(apart(6), apart(5), "witness");
  });

  it("gives small witnesses with the place and keyword that fails", () => {
    const left = {
      type: "object",
      properties: { list: { type: "array", items: string }, more: string },
      required: ["more"],
    };
    const right = { properties: { list: { maxItems: 2 } } };
    expect(contains({ schema: left, definitions: {} }, { schema: right, definitions: {} })).toEqual({
      verdict: "witness",
      instance: { list: ["", "", ""], more: "" },
      pointer: "/list",
      keyword: "maxItems",
      message: "must NOT have more than 2 items",
    });
  });
});
