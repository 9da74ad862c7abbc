import type { JsonObject, JsonValue } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { inputTypeOf, inputValueOf } from "./cedar-input.ts";

const schema: JsonObject = {
  type: "object",
  properties: {
    url: { type: "string" },
    depth: { type: "integer" },
    share: { type: "number" },
    tags: { type: "array", items: { type: "string" } },
    owner: { $ref: "#/$defs/Owner" },
    anything: {},
    __entity: { type: "string" },
    tree: { $ref: "#/$defs/Tree" },
  },
  required: ["url"],
  $defs: {
    Owner: {
      type: "object",
      properties: { name: { type: "string" }, active: { type: "boolean" } },
      required: ["name"],
    },
    Tree: { type: "object", properties: { child: { $ref: "#/$defs/Tree" } } },
  },
};

describe("what policies can read of an input", () => {
  const type = inputTypeOf(schema, new Set(["url", "depth", "share", "tags", "owner", "anything", "__entity"]))!;

  it("are texts, integers, booleans, lists and objects of them", () => {
    expect(Object.keys(type.attributes)).toEqual(["url", "depth", "tags", "owner"]);
    expect(
      inputValueOf(type, {
        url: "u",
        depth: 3,
        share: 0.5,
        tags: ["a"],
        owner: { name: "n", active: true, x: 1 },
        y: 2,
      }),
    ).toEqual({ url: "u", depth: 3, tags: ["a"], owner: { name: "n", active: true } });
  });

  it("ends at some depth where a schema goes on for ever", () => {
    expect(inputTypeOf(schema)?.attributes.tree).toBeDefined();
  });

  it("is nothing where the input is no object", () => {
    expect(inputTypeOf({ type: "string" })).toBeUndefined();
    expect(inputTypeOf({})).toBeUndefined();
  });

  it.each<[JsonValue]>([
    [{}],
    [null],
    [[]],
    [{ url: 1 }],
    [{ url: "u", depth: 1.5 }],
    [{ url: "u", depth: 2 ** 60 }],
    [{ url: "u", tags: "a" }],
    [{ url: "u", tags: [{ __entity: { type: "Role", id: "admin" } }] }],
    [{ url: { __entity: { type: "Role", id: "admin" } } }],
    [{ url: "u", owner: {} }],
  ])("refuses %j, which is of another type", (value) => {
    expect(() => inputValueOf(type, value)).toThrow(TypeError);
  });
});
