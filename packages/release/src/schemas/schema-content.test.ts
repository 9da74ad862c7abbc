import { describe, expect, it } from "vitest";
import { contentHash } from "./schema-content.ts";

const schema = {
  $id: "urn:x:1.0.0",
  title: "A parcel",
  description: "What is sent.",
  type: "object",
  properties: { title: { type: "string", description: "Its title.", default: "none" } },
  required: ["title"],
  examples: [{ title: "a" }],
};

describe("the content of a schema", () => {
  it("is the same under other words, whatever their depth, and in another order of members", () => {
    const { type, ...rest } = schema;
    expect(contentHash({ ...rest, type })).toBe(contentHash(schema));
    expect(contentHash({ ...schema, title: "Another", description: "Other words.", examples: [] })).toBe(
      contentHash(schema),
    );
    const deep = { ...schema, properties: { title: { ...schema.properties.title, description: "Other words." } } };
    expect(contentHash(deep)).toBe(contentHash(schema));
  });

  it.each([
    ["required", ["title", "size"]],
    ["enum", ["b", { title: "a" }, 1, null]],
    ["type", ["string", "null"]],
  ])("is the same where %s, which is a set, is written in another order, whatever its depth", (keyword, members) => {
    const another = [...members].reverse();
    expect(contentHash({ [keyword]: members })).toBe(contentHash({ [keyword]: another }));
    const deep = (list: readonly unknown[]) => ({ $defs: { Size: { anyOf: [{ items: { [keyword]: list } }] } } });
    expect(contentHash(deep(members))).toBe(contentHash(deep(another)));
    expect(contentHash(deep(members))).not.toBe(contentHash(deep(members.slice(1))));
  });

  it("is another one in another order where order counts", () => {
    for (const keyword of ["const", "default", "prefixItems", "anyOf"]) {
      const [one, other] = [
        [{ type: "string" }, { type: "null" }],
        [{ type: "null" }, { type: "string" }],
      ];
      expect(contentHash({ [keyword]: one })).not.toBe(contentHash({ [keyword]: other }));
    }
    const named = (list: readonly string[]) => ({ default: { required: list } });
    expect(contentHash(named(["a", "b"]))).not.toBe(contentHash(named(["b", "a"])));
  });

  it.each([
    ["a property that is named like an annotation", { properties: { ...schema.properties, description: {} } }],
    ["a default", { properties: { title: { type: "string", default: "other" } } }],
    ["a bound", { maxProperties: 1 }],
    ["a required member", { required: [] }],
    ["the $id", { $id: "urn:x:1.1.0" }],
    ["a keyword that JSON Schema does not know", { "x-extensible": true }],
    ["a constant that holds a title", { const: { title: "b" } }],
  ])("is another with %s", (_, change) => {
    expect(contentHash({ ...schema, ...change })).not.toBe(contentHash(schema));
  });

  it("keeps what stands in data, though it is named like an annotation", () => {
    const one = { enum: [{ title: "a" }] };
    expect(contentHash(one)).not.toBe(contentHash({ enum: [{ title: "b" }] }));
  });
});
