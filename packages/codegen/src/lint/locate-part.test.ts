import { describe, expect, it } from "vitest";
import { findSpecs } from "../locate-specs.ts";
import { locatePart } from "./locate-part.ts";

/** The source of a part of the spec `X`, and whether it is exactly that part. */
function located(pointer: string, ...texts: readonly string[]): readonly [string, boolean] {
  const specs = findSpecs(texts.map((text, index) => ({ path: `${index}.ts`, text })));
  const spec = specs.get("X");
  if (spec === undefined) throw new Error("There is no X.");
  const { node, exact } = locatePart(spec.definition, pointer);
  return [node.getText(), exact];
}

const schema = (text: string) => `export const X = defineType({ name: "X", schema: ${text} });`;

describe("the source of a part of a contract is found", () => {
  it.each([
    ["a member of the definition", "/name", schema("Type.String()"), '"X"'],
    [
      "a property, whatever is wrapped around it",
      "/schema/properties/a",
      schema("Type.Object({ a: Type.Optional(Type.Integer({})) })"),
      "Type.Optional(Type.Integer({}))",
    ],
    [
      "a keyword in the options of a wrapped type",
      "/schema/properties/a/minimum",
      schema("Type.Object({ a: Type.Optional(Type.Integer({ minimum: 3 })) })"),
      "3",
    ],
    ["a quoted property", "/schema/properties/exec.count", schema('Type.Object({ "exec.count": ref(A) })'), "ref(A)"],
    ["a property whose name is escaped", "/schema/properties/a~1b", schema('Type.Object({ "a/b": ref(A) })'), "ref(A)"],
    [
      "the items of a list, and its own keywords",
      "/schema/items/maxLength",
      schema("Type.Array(Type.String({ maxLength: 4 }), { maxItems: 9 })"),
      "4",
    ],
    [
      "a keyword of a list",
      "/schema/maxItems",
      schema("Type.Array(Type.String({ maxLength: 4 }), { maxItems: 9 })"),
      "9",
    ],
    [
      "the values of a record",
      "/schema/additionalProperties/maxLength",
      schema("Type.Record(Type.String(), Type.String({ maxLength: 5 }), { maxProperties: 7 })"),
      "5",
    ],
    [
      "a keyword of a record",
      "/schema/maxProperties",
      schema("Type.Record(Type.String(), Type.String({ maxLength: 5 }), { maxProperties: 7 })"),
      "7",
    ],
    ["a branch of a union", "/schema/oneOf/1", schema("Type.Union([ref(A), ref(B)])"), "ref(B)"],
    ["a value of an enum", "/schema/enum/1", schema('stringEnum(["a", "b"], {})'), '"b"'],
    [
      "a constant that is published as a value of an enum",
      "/schema/enum/0",
      schema('Type.Union([Type.Literal("a"), Type.Literal("b")])'),
      'Type.Literal("a")',
    ],
    [
      "the description of a reference",
      "/schema/properties/a/description",
      schema('Type.Object({ a: ref(A, { description: "That one." }) })'),
      '"That one."',
    ],
    [
      "a property of an intersection",
      "/schema/properties/b/minimum",
      schema("Type.Composite([Type.Object({ a: ref(A) }), Type.Object({ b: Type.Integer({ minimum: 2 }) })])"),
      "2",
    ],
    [
      "a property of members that are spread",
      "/schema/properties/b",
      `const members = { b: ref(B) };\n${schema("Type.Object({ a: ref(A), ...members })")}`,
      "ref(B)",
    ],
    [
      "the later of two properties of one name",
      "/schema/properties/b",
      `const members = { b: ref(B) };\n${schema("Type.Object({ ...members, b: ref(C) })")}`,
      "ref(C)",
    ],
    [
      "a part of a schema with a name of its own",
      "/schema/minimum",
      `const size = Type.Integer({ minimum: 6 });\n${schema("size")}`,
      "6",
    ],
    [
      "a part that a function of the contracts makes",
      "/schema/minimum",
      `const size = (least: number) => Type.Integer({ minimum: least });\n${schema("size(8)")}`,
      "least",
    ],
    [
      "a part of what is given to a function",
      "/schema/minimum",
      `function sized(options: object) { return Type.Integer(options); }\n${schema("sized({ minimum: 1 })")}`,
      "1",
    ],
  ])("%s", (_title, pointer, text, part) => {
    expect(located(pointer, text)).toEqual([part, true]);
  });

  it("in another file", () => {
    expect(
      located(
        "/description",
        "export const X = defineType({ ...meta, name: 'X' });",
        'export const meta = { description: "Said." };',
      ),
    ).toEqual(['"Said."', true]);
  });
});

describe("what cannot be found is near, and is not taken for it", () => {
  it.each([
    [
      "a keyword that is not written",
      "/schema/maxLength",
      schema("Type.String({ minLength: 1 })"),
      "Type.String({ minLength: 1 })",
    ],
    [
      "a property that is made by a loop",
      "/schema/properties/a/minimum",
      schema("Type.Object(Object.fromEntries(names))"),
      "Object.fromEntries(names)",
    ],
    [
      "a value after a spread, whose place nobody knows",
      "/schema/enum/2",
      schema('stringEnum([...others, "b", "c"])'),
      '[...others, "b", "c"]',
    ],
    [
      "what a function with two returns makes",
      "/schema/minimum",
      `function f(a: boolean) { if (a) return Type.Integer({ minimum: 1 }); return Type.Integer({ minimum: 2 }); return x; }\n${schema("f(true)")}`,
      "f(true)",
    ],
    ["what goes in circles", "/schema/minimum", `const f = (n: number) => f(n);\n${schema("f(1)")}`, "f(1)"],
  ])("%s", (_title, pointer, text, part) => {
    expect(located(pointer, text)).toEqual([part, false]);
  });
});
