import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyJson } from "./copy-json.ts";

const limits = { depthMax: 8, bytesMax: 10_000 };

describe("copyJson", () => {
  it("copies every JSON value as JSON itself would", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const copied = copyJson(value, { depthMax: 8, bytesMax: 1_000_000 });
        const wellFormed = JSON.stringify(value) === JSON.stringify(value).toWellFormed() && everyString(value);
        expect(copied.ok).toBe(wellFormed);
        if (copied.ok) expect(JSON.stringify(copied.value)).toBe(JSON.stringify(value));
      }),
    );
  });

  it("accepts whatever is within the limit as JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5, stringUnit: "grapheme" }), (value) => {
        const bytesMax = Buffer.byteLength(JSON.stringify(value));
        expect(copyJson(value, { depthMax: 8, bytesMax }).ok).toBe(true);
      }),
    );
  });

  it("shares nothing with the original", () => {
    const original = { list: [{ name: "a" }] };
    const copied = copyJson(original, limits);
    original.list[0]!.name = "changed";
    expect(copied).toEqual({ ok: true, value: { list: [{ name: "a" }] } });
  });

  it("leaves out members that are undefined", () => {
    expect(copyJson({ present: 1, absent: undefined }, limits)).toEqual({ ok: true, value: { present: 1 } });
  });

  it("keeps a member named __proto__ as a member", () => {
    const copied = copyJson(JSON.parse('{"__proto__":{"admin":true}}'), limits);
    expect(copied.ok && JSON.stringify(copied.value)).toBe('{"__proto__":{"admin":true}}');
    expect(copied.ok && (copied.value as { admin?: boolean }).admin).toBeUndefined();
  });

  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  let shared: unknown = "x";
  for (let level = 0; level < 7; level++) shared = Array.from({ length: 20 }, () => shared);
  it.each<[string, unknown, string, string]>([
    ["undefined", undefined, "", "must be JSON"],
    ["a function inside", { a: [() => 1] }, "/a/0", "must be JSON"],
    ["a hole in a list", { a: new Array(1) }, "/a/0", "must be JSON"],
    ["a BigInt", { n: 1n }, "/n", "must be JSON"],
    ["NaN", { n: Number.NaN }, "/n", "finite"],
    ["an infinity", [1, Number.POSITIVE_INFINITY], "/1", "finite"],
    ["a Date", { at: new Date(0) }, "/at", "plain object"],
    ["a Map", new Map(), "", "plain object"],
    ["a Buffer", { body: Buffer.from("x") }, "/body", "plain object"],
    ["a lone surrogate", { "a/b~c": "\ud800" }, "/a~1b~0c", "well-formed"],
    ["a lone surrogate as a name", { "\udc00": 1 }, "/\udc00", "well-formed"],
    ["a cycle", cyclic, "/self/self/self/self/self/self/self/self", "deeper"],
    ["a text that is too long", { a: "x".repeat(20_000) }, "/a", "larger"],
    ["a small value that is large when it is written out", shared, "", "larger"],
    [
      "a getter that throws",
      {
        get secret() {
          throw new Error("hunter2");
        },
      },
      "",
      "readable",
    ],
  ])("refuses %s", (_, value, pointer, message) => {
    const copied = copyJson(value, limits);
    expect(copied).toMatchObject({ ok: false, message: expect.stringContaining(message) });
    if (pointer !== "" && !copied.ok) expect(copied.pointer).toBe(pointer);
  });
});

function everyString(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && everyString(member));
}
