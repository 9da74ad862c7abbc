import fc from "fast-check";
import GithubSlugger from "github-slugger";
import { describe, expect, test } from "vitest";
import { anchorOf, code, fenced, firstSentence, prose, section, table } from "./docs-markdown.ts";

describe("tables", () => {
  test("escape the bar and put a cell of several lines on one", () => {
    expect(table(["Type"], [['"a" | "b"\nor none']])).toBe('| Type |\n| --- |\n| "a" \\| "b" or none |');
  });

  test("refuse an empty cell", () => {
    expect(() => table(["Name", "Meaning"], [["id", " "]])).toThrow('A cell is empty under "Meaning".');
  });
});

test("a section refuses to be empty", () => {
  expect(() => section(2, "Errors")).toThrow('The section "Errors" is empty.');
});

test("code spans and blocks survive backticks inside", () => {
  expect(code("`a`")).toBe("`` `a` ``");
  expect(fenced("md", "```ts\n```")).toBe("````md\n```ts\n```\n````");
});

test("prose keeps code as it is and begins no HTML", () => {
  expect(prose("Lists of <T>, as in `Page<T>`.")).toBe("Lists of &lt;T>, as in `Page<T>`.");
});

test("a first sentence ends at its full stop, not at one within code or a number", () => {
  expect(firstSentence("Runs `exec.plan. apply` up to 1.5 times. Then it ends.")).toBe(
    "Runs `exec.plan. apply` up to 1.5 times.",
  );
  expect(firstSentence("One of <T>.")).toBe("One of &lt;T>.");
  expect(firstSentence("No stop")).toBe("No stop");
});

test("anchors are those that GitHub makes", () => {
  const part = fc.stringMatching(/^[A-Za-z0-9_.:()' -]{1,20}$/);
  fc.assert(
    fc.property(part, (heading) => {
      expect(anchorOf(heading)).toBe(new GithubSlugger().slug(heading));
    }),
  );
});
