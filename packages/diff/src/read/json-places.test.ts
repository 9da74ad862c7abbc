import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonPlaces } from "./json-places.ts";
import { pointerTo } from "./json-pointer.ts";

const seed = Date.now();

describe(`places in JSON, seed ${seed}`, () => {
  it("finds every value where it stands, however it is written", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, "\t"), (value, indent) => {
        const text = `\n ${JSON.stringify(value, null, indent)}`;
        const places = new JsonPlaces(text);
        const lines = text.split("\n");
        for (const { pointer, member } of membersOf(value, "")) {
          const { line, column } = places.placeOf(pointer);
          const rest = [lines[line - 1]?.slice(column - 1), ...lines.slice(line)].join("\n");
          const start = JSON.stringify(member, null, indent).split("\n")[0] as string;
          expect(rest.trimStart().startsWith(start), `${pointer} in ${text}`).toBe(true);
        }
      }),
      { seed, numRuns: 300 },
    );
  });

  it("names the nearest value above what is not there", () => {
    const places = new JsonPlaces('{\n "a": {\n  "b": [\n   1]}}');
    expect(places.placeOf("/a/b/0")).toEqual({ line: 4, column: 4 });
    expect(places.placeOf("/a/b/7/c")).toEqual({ line: 3, column: 8 });
    expect(places.placeOf("/a/b/length")).toEqual({ line: 3, column: 8 });
    expect(places.placeOf("")).toEqual({ line: 1, column: 1 });
  });

  it("calls faulty just what JSON.parse refuses", () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 3 }),
        fc.nat(),
        fc.constantFrom("", ",", "}", '"', "]", ":", "x", "\n", "1"),
        (value, at, put) => {
          const text = JSON.stringify(value, null, 1);
          const cut = at % (text.length + 1);
          const broken = text.slice(0, cut) + put + text.slice(cut + 1);
          expect(new JsonPlaces(broken).fault() === undefined, broken).toBe(isJson(broken));
        },
      ),
      { seed, numRuns: 2000 },
    );
  });

  it.each([
    ['{\n  "a": 1,\n}', 3, 1, "a key in double quotes"],
    ['{"a" 1}', 1, 6, "`:`"],
    ["[1 2]", 1, 4, "`,` or `]`"],
    ["[1,\n 01]", 2, 3, "`,` or `]`"],
    ["{'a': 1}", 1, 2, "a key in double quotes or `}`"],
    ['["\n"]', 1, 2, "a string that is closed"],
    ["[", 1, 2, "a value or `]`"],
    ["", 1, 1, "a value"],
    ["{} {}", 1, 4, "the end of the text"],
  ])("says what is missing in %j", (text, line, column, expected) => {
    expect(new JsonPlaces(text).fault()).toEqual({ line, column, expected });
  });

  it("reads strings of megabytes and nesting of hundreds of thousands", () => {
    const long = "x".repeat(8_000_000);
    expect(new JsonPlaces(JSON.stringify({ long, after: 1 })).placeOf("/after").column).toBe(long.length + 20);
    const deep = `${"[".repeat(300_000)}${"]".repeat(300_000)}`;
    expect(new JsonPlaces(deep).fault()).toBeUndefined();
    expect(new JsonPlaces(`[${deep},2]`).placeOf("/1").column).toBe(600_003);
  });
});

function* membersOf(value: unknown, pointer: string): Generator<{ pointer: string; member: unknown }> {
  yield { pointer, member: value };
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) yield* membersOf(member, pointerTo(pointer, key));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
