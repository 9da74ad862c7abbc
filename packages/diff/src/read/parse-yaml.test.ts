import { describe, expect, it } from "vitest";
import { parseYaml } from "./parse-yaml.ts";

const text = `base: &base
  a: 1
  b:
    - x
    - y: 2
200: *base
merged:
  <<: *base
  c: "a/b"
"quoted/key": {d: [1,
  2]}
`;

describe("parsing YAML", () => {
  it("means what JSON means, aliases and merge keys included", () => {
    const { value } = parseYaml(text, "t");
    expect(value).toEqual({
      base: { a: 1, b: ["x", { y: 2 }] },
      "200": { a: 1, b: ["x", { y: 2 }] },
      merged: { a: 1, b: ["x", { y: 2 }], c: "a/b" },
      "quoted/key": { d: [1, 2] },
    });
  });

  it.each([
    ["", 1],
    ["/base/b/1/y", 5],
    ["/base/b/1/gone", 5],
    ["/base/b/length", 3],
    ["/200", 6],
    ["/200/a", 2],
    ["/merged", 7],
    ["/merged/a", 7],
    ["/merged/b/1", 7],
    ["/merged/c", 9],
    ["/quoted~1key/d/1", 11],
    ["/nothing/at/all", 1],
  ])("finds the line of %j", (pointer, line) => {
    expect(parseYaml(text, "t").lineOf(pointer)).toBe(line);
  });

  it("keeps text that looks like a day, a yes or an octal as it is", () => {
    expect(parseYaml("a: 2020-01-01\nb: yes\nc: 0o17\nd: 1_000\n", "t").value).toEqual({
      a: "2020-01-01",
      b: "yes",
      c: 15,
      d: "1_000",
    });
  });
});
