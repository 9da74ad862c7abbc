import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonPlaces } from "./json-places.ts";

const places = (text: string | Uint8Array) => jsonPlaces(typeof text === "string" ? Buffer.from(text) : text);

describe("jsonPlaces", () => {
  it("places members with their names, and items alone, in bytes", () => {
    const text = ' {"ä": [1, {"b/c~": "ü"}], "d": -0.5e3 } ';
    const found = places(text);
    if (!found.ok) throw new Error(found.message);
    const at = (range: { from: number; to: number } | undefined) =>
      Buffer.from(text).subarray(range!.from, range!.to).toString();
    expect(at(found.value(""))).toBe(text.trim());
    expect(at(found.member("/ä"))).toBe('"ä": [1, {"b/c~": "ü"}]');
    expect(at(found.value("/ä/0"))).toBe("1");
    expect(at(found.member("/ä/1"))).toBe('{"b/c~": "ü"}');
    expect(at(found.value("/ä/1/b~1c~0"))).toBe('"ü"');
    expect(at(found.member("/d"))).toBe('"d": -0.5e3');
    expect(found.value("/nothing")).toBeUndefined();
    expect(at(found.member("/ä/7/x"))).toBe('"ä": [1, {"b/c~": "ü"}]');
  });

  it.each([
    ["", 0],
    ["[1,]", 3],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ["[1 2]", 3],
    ["[01]", 2],
    ["[1.]", 3],
    ["[1e+]", 4],
    ["[-]", 2],
    ["[trux]", 4],
    ['["a', 3],
    ['["\\x"]', 3],
    ['["\\u00g0"]', 6],
    ['["a\nb"]', 3],
    ["{} {}", 3],
    ["﻿{}", 0],
    ['{"a":1,"a":2}', 9],
    ['{"a":1,"\\u0061":2}', 14],
    ['["\\ud800"]', 8],
    ["[1e999]", 5],
  ])("says at which byte %j cannot go on: %i", (text, byte) => {
    expect(places(text)).toMatchObject({ ok: false, byte });
  });

  it("does not follow nesting that could exhaust the stack", () => {
    expect(places("[".repeat(100_000))).toMatchObject({ ok: false, byte: 1001, message: "It is nested too deep" });
  });

  it("says at which byte text is no UTF-8", () => {
    const bytes = Buffer.from('["äbc", "äbc"]');
    for (const [at, value] of [
      [2, 0xff],
      [3, 0x20],
      [10, 0xc0],
      [5, 0x80],
    ] as const) {
      expect(places(Uint8Array.from(bytes).with(at, value))).toMatchObject({ ok: false, byte: at });
    }
  });

  it("reads what JSON.parse reads, and nothing else, but for what has no canonical form", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[]":,\\-+.eE0129tn /'), (text, random, character) => {
        const changed = text.slice(0, random % text.length) + character + text.slice((random % text.length) + 1);
        for (const each of [text, changed]) {
          const found = places(each);
          const parsed = parses(each);
          if (found.ok || !/twice|alone|too large/.test(found.message))
            expect([each, found.ok]).toEqual([each, parsed]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
