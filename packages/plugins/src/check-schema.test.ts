import type { JsonObject } from "@oap/protocol";
import { describe, expect, it } from "vitest";
import { checkSchema } from "./check-schema.ts";
import { metaSchema } from "./meta-schema.ts";

describe("checkSchema", () => {
  it("accepts a self-contained schema with definitions, annotations and formats", () => {
    const schema = {
      $id: "urn:example:Picture:1.0.0",
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Picture",
      description: "A picture.",
      type: "object",
      properties: {
        size: { $ref: "#/$defs/Size", description: "How large it is." },
        tags: { type: "array", items: { type: "string", pattern: "^[a-z]+$" }, uniqueItems: true, maxItems: 10 },
        at: { type: "string", format: "date-time" },
        nothing: false,
      },
      required: ["size"],
      additionalProperties: { type: ["string", "null"] },
      examples: [{ size: {} }],
      $defs: { Size: { type: "object", properties: { width: { type: "integer", minimum: 1 } } } },
    };
    expect(checkSchema(schema)).toEqual([]);
  });

  it.each<[string, unknown, string, string]>([
    ["a schema that is not an object", true, "", "type"],
    ["a text", "{}", "", "type"],
    ["an unknown keyword", { type: "object", propertys: {} }, "", "additionalProperties"],
    [
      "an unknown keyword deep inside",
      { properties: { a: { items: { minlength: 1 } } } },
      "/properties/a/items",
      "additionalProperties",
    ],
    ["an unknown type", { type: "text" }, "/type", "anyOf"],
    ["a negative bound", { minLength: -1 }, "/minLength", "minimum"],
    ["required as a text", { required: "name" }, "/required", "type"],
    ["a format that is not checked", { format: "url" }, "/format", "enum"],
    ["another draft", { $schema: "http://json-schema.org/draft-07/schema#" }, "/$schema", "const"],
    ["patternProperties", { patternProperties: { "^a": true } }, "", "additionalProperties"],
    [
      "a definition that is not there",
      { $defs: { A: true }, properties: { b: { $ref: "#/$defs/B" } } },
      "/properties/b/$ref",
      "$ref",
    ],
    ["a reference to another document", { $ref: "https://example.com/schema.json" }, "/$ref", "$ref"],
    ["a backreference", { properties: { a: { pattern: "(a)\\1" } } }, "/properties/a/pattern", "pattern"],
    ["look-ahead", { pattern: "^(?=a)" }, "/pattern", "pattern"],
    ["a pattern that is none", { pattern: "(" }, "/pattern", "pattern"],
    ["uniqueItems without a bound", { type: "array", uniqueItems: true }, "/uniqueItems", "uniqueItems"],
    [
      "a schema in itself",
      { $defs: { Tree: { items: { $ref: "#/$defs/Tree" } } }, $ref: "#/$defs/Tree" },
      "/$defs/Tree",
      "$ref",
    ],
    [
      "a recursion over two definitions that nothing uses",
      { $defs: { A: { not: { $ref: "#/$defs/B" } }, B: { allOf: [{ $ref: "#/$defs/A" }] } } },
      "/$defs/A",
      "$ref",
    ],
  ])("refuses %s", (_, schema, pointer, keyword) => {
    expect(checkSchema(schema)).toContainEqual(expect.objectContaining({ pointer, keyword }));
  });

  it("refuses a schema that is small and grows large when its references are followed", () => {
    const $defs: JsonObject = { D0: { type: "string" } };
    for (let level = 1; level <= 30; level++) {
      $defs[`D${level}`] = { anyOf: [{ $ref: `#/$defs/D${level - 1}` }, { $ref: `#/$defs/D${level - 1}` }] };
    }
    expect(checkSchema({ $defs, $ref: "#/$defs/D30" })).toEqual([
      expect.objectContaining({ keyword: "$ref", message: expect.stringContaining("20000 subschemas") }),
    ]);
  });

  it("refuses a schema that is larger or deeper than allowed", () => {
    expect(checkSchema({ description: "x".repeat(300_000) })).toHaveLength(1);
    let deep: JsonObject = {};
    for (let level = 0; level < 100; level++) deep = { not: deep };
    expect(checkSchema(deep)).toHaveLength(1);
  });

  it("lists every issue", () => {
    expect(checkSchema({ minLength: -1, maxLength: "2", pattern: 3 })).toHaveLength(3);
  });

  it("calls the meta-schema itself recursive, as it is meant only for schemas of bounded depth", () => {
    expect(checkSchema(metaSchema)).toContainEqual(
      expect.objectContaining({ pointer: "/$defs/schema", keyword: "$ref" }),
    );
  });
});
