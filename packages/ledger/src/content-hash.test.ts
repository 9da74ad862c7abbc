import canonicalize from "canonicalize";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalForm, contentHash } from "./content-hash.ts";

const seed = Number(process.env.OAP_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Values of JSON with text of any well-formed Unicode, and names that sort otherwise by code points or by length. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom(null, true, false, -0, 1e21, 1e-7, 0.1, Number.MAX_SAFE_INTEGER, Number.MIN_VALUE),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: "binary" }),
    fc.constantFrom("\u2028", "\u0000", '"\\', "\\ud800", "\u{1f600}"),
    fc.array(tie("value")),
    fc.dictionary(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\ufb33", "\u{1f600}", "10", "9", "")),
      tie("value"),
      {
        maxKeys: 40,
      },
    ),
  ),
})).value;

describe("the canonical form", () => {
  it(`is that of RFC 8785, as another implementation of it says (seed ${seed})`, () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalForm(value)).toBe(canonicalize(value));
      }),
      { seed, numRuns: 2000 },
    );
  });

  it("leaves out members that are undefined, and takes undefined itself for null", () => {
    expect(canonicalForm({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(canonicalForm(undefined)).toBe("null");
  });

  it("refuses what RFC 8785 has no form for", () => {
    for (const value of [
      "\ud800",
      "a\udfff",
      ["\\\ud800"],
      { "\udbff": 1 },
      Number.NaN,
      [Number.POSITIVE_INFINITY],
      1n,
    ]) {
      expect(() => canonicalForm(value)).toThrow();
    }
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => canonicalForm(circle)).toThrow();
  });

  it("takes a backslash before `ud800` for what it is", () => {
    for (const value of ["\\ud800", "\\\\udfff", { "\\udbff": "\u{1f600}\\ud83d" }]) {
      expect(canonicalForm(value)).toBe(JSON.stringify(value));
    }
  });

  it("is hashed by SHA-256", () => {
    expect(contentHash({})).toBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
  });
});
