import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findWord, languageOfWords } from "./find-word.ts";
import { languageOf } from "./language.ts";

const seed = Number(process.env.OAP_SEED ?? Math.floor(Math.random() * 2 ** 31));
const letters = ["a", "b", "c", "é", "😀"];

/** Patterns of what is in use: classes, groups, alternatives, repetitions, and the ends of the text. */
const pattern = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom("a", "b", "ab", ".", "[ab]", "[^a]", "\\w", "\\u{1F600}", "^", "$", ""),
    fc.tuple(tie("part"), tie("part")).map(([left, right]) => `${left}${right}`),
    fc.tuple(tie("part"), tie("part")).map(([left, right]) => `(?:${left}|${right})`),
    fc
      .tuple(tie("part"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{0,1}"))
      .map(([inner, times]) => `(?:${inner})${times}`),
  ),
})).part;
const word = fc.array(fc.constantFrom(...letters, "\n"), { maxLength: 6 }).map((characters) => characters.join(""));

describe(`the language of a pattern (seed ${seed})`, () => {
  it("has a word exactly if the pattern is found in it", () => {
    let decided = 0;
    fc.assert(
      fc.property(pattern, fc.array(word, { minLength: 20, maxLength: 20 }), (source, words) => {
        const expression = new RegExp(source, "u");
        const language = languageOf(expression);
        if (language === undefined) return;
        decided += 1;
        for (const text of words) {
          const search = { within: [language, languageOfWords([text])], without: [], lengthMin: 0, lengthMax: 10 };
          const found = findWord({ ...search, accepts: () => true }) !== "none";
          expect(found, `${source} in ${JSON.stringify(text)}`).toBe(expression.test(text));
        }
      }),
      { seed, numRuns: 600 },
    );
    expect(decided).toBeGreaterThan(250);
  });

  it("without another is empty, or has a word that the one finds and the other does not", () => {
    fc.assert(
      fc.property(pattern, pattern, fc.nat({ max: 6 }), (left, right, lengthMin) => {
        const [one, other] = [new RegExp(left, "u"), new RegExp(right, "u")];
        const [within, without] = [languageOf(one), languageOf(other)];
        if (within === undefined || without === undefined) return;
        const found = findWord({
          within: [within],
          without: [without],
          lengthMin,
          lengthMax: lengthMin + 2,
          accepts: () => true,
        });
        if (typeof found !== "object") {
          expect(found).toBe("none");
          return;
        }
        expect([one.test(found.word), other.test(found.word)]).toEqual([true, false]);
        expect([...found.word].length).toBeGreaterThanOrEqual(lengthMin);
        expect([...found.word].length).toBeLessThanOrEqual(lengthMin + 2);
      }),
      { seed, numRuns: 600 },
    );
  });

  it("is not decided for what is no regular language, or too large a one", () => {
    expect(languageOf(/^(.+)\1$/u)).toBeUndefined();
    expect(languageOf(/\bword\b/u)).toBeUndefined();
    expect(languageOf(/(?:a|b){2000}c(?:a|b){2000}/u)).toBeUndefined();
  });
});
