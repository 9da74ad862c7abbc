import type { JsonObject, JsonValue } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema } from "./check-schema.ts";
import { compileSchema, issuesCharactersMax, issuesMax } from "./compile-schema.ts";

function issues(schema: JsonObject, value: JsonValue) {
  expect(checkSchema(schema)).toEqual([]);
  return compileSchema(schema)(value);
}

describe("compileSchema", () => {
  const picture: JsonObject = {
    type: "object",
    properties: {
      image: { $ref: "#/$defs/Base64" },
      mime_type: { type: "string", enum: ["image/png", "image/jpeg"] },
      width: { type: "integer", minimum: 1, maximum: 10_000 },
    },
    required: ["image", "mime_type"],
    additionalProperties: false,
    $defs: { Base64: { type: "string", minLength: 1 } },
  };

  it("lists every issue with its pointer, its keyword and what was expected", () => {
    expect(issues(picture, { image: "", width: 0.5, extra: 1 })).toEqual([
      {
        pointer: "",
        keyword: "required",
        message: 'must have the member "mime_type"',
        expected: ["image", "mime_type"],
      },
      { pointer: "/image", keyword: "minLength", message: "must have at least 1 characters", expected: 1 },
      { pointer: "/width", keyword: "type", message: "must be of type integer", expected: "integer" },
      { pointer: "/width", keyword: "minimum", message: "must be at least 1", expected: 1 },
      { pointer: "", keyword: "additionalProperties", message: 'must not have the member "extra"', expected: false },
    ]);
  });

  it("lists no more than there is room for where pointers are long", () => {
    const lists: JsonObject = { additionalProperties: { type: "array", items: { type: "string" } } };
    const wrong = Array.from({ length: 50 }, () => 1);
    expect(issues(lists, { short: wrong })).toHaveLength(50);
    expect(issues(lists, { ["x".repeat(issuesCharactersMax)]: wrong })).toHaveLength(1);
  });

  it("names members by their whole names, quotes and all, but for long ones", () => {
    const messageOf = (name: string) =>
      issues(picture, { image: "AAAA", mime_type: "image/png", [name]: 1 })[0]?.message;
    expect(messageOf('a "quoted". one')).toBe('must not have the member "a "quoted". one"');
    // Were it searched for where the name begins and ends, this would take hours.
    expect(messageOf('property "'.repeat(200_000))).toBe(
      `must not have the member "${'property "'.repeat(13).slice(0, 128)}…"`,
    );
    expect(messageOf(`${"x".repeat(127)}\u{1F600}`)?.isWellFormed()).toBe(true);
  });

  it("accepts what matches", () => {
    expect(issues(picture, { image: "AAAA", mime_type: "image/png", width: 451 })).toEqual([]);
  });

  it.each<[string, JsonObject, JsonValue, { pointer: string; keyword: string }]>([
    [
      "an absent member that is there",
      { properties: { a: false } },
      { a: 1 },
      { pointer: "/a", keyword: "false schema" },
    ],
    ["a pattern", { properties: { a: { pattern: "^[a-z]+$" } } }, { a: "A" }, { pointer: "/a", keyword: "pattern" }],
    ["a format", { items: { format: "date-time" } }, ["now"], { pointer: "/0", keyword: "format" }],
    [
      "alternatives",
      { anyOf: [{ type: "string" }, { properties: { a: false } }] },
      { a: 1 },
      { pointer: "", keyword: "anyOf" },
    ],
    ["two alternatives at once", { oneOf: [true, true] }, 1, { pointer: "", keyword: "oneOf" }],
    ["names of members", { propertyNames: { maxLength: 1 } }, { long: 1 }, { pointer: "", keyword: "propertyNames" }],
    [
      "a name with a slash, a tilde, a space and a per cent sign",
      { additionalProperties: { type: "null" } },
      { "a/~ %20#é": 1 },
      { pointer: "/a~1~0 %20#é", keyword: "type" },
    ],
    ["equal items", { uniqueItems: true, maxItems: 3 }, [1, 2, 1], { pointer: "", keyword: "uniqueItems" }],
    ["a condition", { if: { type: "number" }, else: { minLength: 2 } }, "a", { pointer: "", keyword: "minLength" }],
  ])("reports %s as one issue", (_, schema, value, issue) => {
    expect(issues(schema, value)).toEqual([expect.objectContaining(issue)]);
  });

  it("reports one issue for each forbidden member and for each wrong name", () => {
    expect(issues({ additionalProperties: false }, { a: 1, b: 2 })).toHaveLength(2);
    expect(issues({ propertyNames: { pattern: "^x" } }, { a: 1, b: 2, x: 3 })).toHaveLength(2);
  });

  it("says what pattern was expected", () => {
    expect(issues({ pattern: "^\\d{3}$" }, "12")).toEqual([
      { pointer: "", keyword: "pattern", message: "must match the pattern ^\\d{3}$", expected: "^\\d{3}$" },
    ]);
  });

  it("checks a format and a pattern on one string", () => {
    const schema = { format: "date", pattern: "^2" };
    expect(issues(schema, "1999-01-01").map(({ keyword }) => keyword)).toEqual(["pattern"]);
    expect(issues(schema, "2-1").map(({ keyword }) => keyword)).toEqual(["format"]);
    expect(issues(schema, "2026-11-20")).toEqual([]);
  });

  it("never repeats the value", () => {
    const secret = "hunter2-hunter2";
    const found = issues(
      { properties: { a: { type: "number" }, b: { maxLength: 3 }, c: { enum: ["x"] }, d: { minimum: 100 } } },
      { a: secret, b: secret, c: secret, d: 42.4242 },
    );
    expect(found).toHaveLength(4);
    expect(JSON.stringify(found)).not.toContain("hunter2");
    expect(JSON.stringify(found)).not.toContain("42.4242");
  });

  it("matches patterns as RegExp does, in the part of the language that both have", () => {
    const patterns = ["^[!-~]{1,128}$", "^\\p{L}+$", "\\u00e9", "^[0-9a-f]{8}$", "a|b", "^(?:x\\/y)+$", "[\\w.-]+@"];
    fc.assert(
      fc.property(fc.constantFrom(...patterns), fc.string({ unit: "grapheme", maxLength: 12 }), (pattern, text) => {
        const matches = new RegExp(pattern, "u").test(text);
        expect(compileSchema({ pattern })(text).length === 0).toBe(matches);
      }),
    );
  });

  it("is not stalled by a pattern that makes RegExp backtrack for years", () => {
    expect(issues({ pattern: "^(a+)+$" }, `${"a".repeat(5000)}!`)).toHaveLength(1);
  });

  it("is not stalled by unique items in a list that is too long for them", () => {
    const list = Array.from({ length: 200_000 }, (_, index) => index);
    expect(issues({ uniqueItems: true, maxItems: 1000 }, list)).toEqual([
      expect.objectContaining({ keyword: "maxItems" }),
    ]);
  });

  it("lists a bounded number of issues, and refuses even what has too many to collect", () => {
    expect(issues({ items: { type: "string" } }, Array(1000).fill(1))).toHaveLength(issuesMax);
    expect(
      issues({ properties: { a: { items: { type: "string" } } } }, { a: Array(150_000).fill(1) }).length,
    ).toBeGreaterThan(0);
  });

  it("leaves the schema that it is given as it was", () => {
    const schema = Object.freeze({ pattern: "^a", $defs: Object.freeze({ A: Object.freeze({ type: "string" }) }) });
    compileSchema(schema)("a");
    expect(schema).toEqual({ pattern: "^a", $defs: { A: { type: "string" } } });
  });
});
