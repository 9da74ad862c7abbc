import type { JsonValue } from "@oap/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runOf } from "../testing/run-of.ts";
import { textPlugin } from "./text.ts";

const run = runOf(textPlugin);
const render = (template: string, values?: { [name: string]: JsonValue }) =>
  run("render", values === undefined ? { template } : { template, values });
const statistics = (text: string, top?: number) => run("statistics", top === undefined ? { text } : { text, top });

describe("text.render", () => {
  it.each<[string, { [name: string]: JsonValue } | undefined, string]>([
    ["Good morning.", undefined, "Good morning."],
    ["{{name}} is {{ width }} wide.", { name: "cat.png", width: 451 }, "cat.png is 451 wide."],
    ["{{a}}{{a}}", { a: "x" }, "xx"],
    ["{{a}}", { a: { list: [1, null, true] } }, '{"list":[1,null,true]}'],
    ["{{a}}", { a: "{{b}}", b: "no" }, "{{b}}"],
    ["an open {{ brace", { brace: "x" }, "an open {{ brace"],
    ["{ not } ours", {}, "{ not } ours"],
    ["{{}}", { "": "empty" }, "empty"],
    ["{{a.b}}", { "a.b": "dotted" }, "dotted"],
  ])("renders %s with %o", async (template, values, text) => {
    expect(await render(template, values)).toEqual({ ok: true, output: { text } });
  });

  it.each(["missing", "toString", "__proto__", "constructor"])(
    "names the place %s, which has no value",
    async (name) => {
      expect(await render(`{{a}} {{ ${name} }}`, { a: 1 })).toMatchObject({
        ok: false,
        retryable: false,
        error: { reason: "VALIDATION_ERROR", message: `The place {{${name}}} has no value.` },
      });
    },
  );

  it("refuses to grow beyond what a text may have", async () => {
    const outcome = await render("{{a}}".repeat(100_000), { a: "x".repeat(100_000) });
    expect(outcome).toMatchObject({ ok: false, error: { reason: "VALIDATION_ERROR" } });
  });

  it("leaves everything between the places as it is", async () => {
    const literal = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[{}]/g, ""));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(literal, literal), { maxLength: 5 }), literal, async (parts, last) => {
        const template = parts.map(([before], index) => `${before}{{v${index}}}`).join("") + last;
        const values = Object.fromEntries(parts.map(([, value], index) => [`v${index}`, value]));
        const text = parts.map(([before, value]) => before + value).join("") + last;
        expect(await render(template, values)).toEqual({ ok: true, output: { text } });
      }),
    );
  });
});

describe("text.statistics", () => {
  it("counts a sentence as its contract's example does", async () => {
    expect(await statistics("To be or not to be.")).toEqual({
      ok: true,
      output: {
        characters: 19,
        words: 6,
        distinct_words: 4,
        lines: 1,
        most_frequent: [
          { word: "be", count: 2 },
          { word: "to", count: 2 },
          { word: "not", count: 1 },
          { word: "or", count: 1 },
        ],
      },
    });
  });

  it.each([
    ["", 0, 0, 0],
    ["\n", 1, 0, 1],
    ["a", 1, 1, 1],
    ["a\nb", 3, 2, 2],
    ["a\r\nb\r\n", 6, 2, 2],
    ["don’t 'quote' it's", 18, 3, 1],
    ["naïve Ωmega 東京 42", 17, 4, 1],
    ["👩‍👩‍👧", 5, 0, 1],
    ["--- '' ---", 10, 0, 1],
  ])("counts %j as %i characters, %i words and %i lines", async (text, characters, words, lines) => {
    expect(await statistics(text)).toMatchObject({ ok: true, output: { characters, words, lines } });
  });

  it("returns as many of the most frequent words as it is asked for, five by default", async () => {
    const text = "f f f f f f e e e e e d d d d c c c b b a g";
    expect(await statistics(text)).toMatchObject({ output: { distinct_words: 7, most_frequent: { length: 5 } } });
    expect(await statistics(text, 1)).toMatchObject({ output: { most_frequent: [{ word: "f", count: 6 }] } });
    expect(await statistics(text, 0)).toMatchObject({ output: { most_frequent: [] } });
  });

  it("counts every word once, whatever the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 200 }), async (text) => {
        const outcome = await statistics(text, 100);
        if (!outcome.ok) throw new Error(outcome.error.message);
        const { words, distinct_words, most_frequent } = outcome.output as {
          words: number;
          distinct_words: number;
          most_frequent: { count: number }[];
        };
        expect(most_frequent.length).toBe(Math.min(100, distinct_words));
        if (distinct_words <= 100) expect(most_frequent.reduce((sum, { count }) => sum + count, 0)).toBe(words);
      }),
    );
  });
});
