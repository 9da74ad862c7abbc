import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findingPath } from "./finding-path.ts";
import type { RuleId } from "./rules.ts";
import { applySuppressions, readSuppressions, suppressionsSchema } from "./suppressions.ts";
import { exampleComparison, finding } from "./testing/example-comparison.ts";

const file = ".oap-diff.json";
const rules = new Set<RuleId>([
  "required-added",
  "enum-value-added",
  "default-changed",
  "pattern-undecided",
  "method-added",
]);
const today = "2026-11-20";
const entry = {
  rule: "required-added",
  path: "type ExecInvokeParams#/required",
  reason: "All clients send it since spring.",
  expires: "2026-12-31",
};
const read = (...entries: readonly object[]) =>
  readSuppressions(JSON.stringify({ suppressions: entries }, undefined, 2), { file, rules });

function apply(...entries: readonly object[]) {
  const { suppressions, issues } = read(...entries);
  expect(issues).toEqual([]);
  const applied = applySuppressions(exampleComparison, suppressions, { today });
  return {
    issues: applied.issues.map(({ kind, location }) => `${kind}:${location.line}`),
    covered: applied.comparison.findings
      .filter((one, index) => one.suppressed !== exampleComparison.findings[index]?.suppressed)
      .map(({ rule }) => rule),
  };
}

describe("suppressions", () => {
  it("cover the findings of their rule at their path, with the reason", () => {
    const { suppressions } = read(entry);
    const { comparison, issues } = applySuppressions(exampleComparison, suppressions, { today });
    expect(issues).toEqual([]);
    expect(comparison.findings[0]?.suppressed).toBe(entry.reason);
    expect(comparison.findings.slice(1)).toEqual(exampleComparison.findings.slice(1));
  });

  it("acknowledge what was not proven in the same way", () => {
    expect(apply({ ...entry, rule: "pattern-undecided", path: "type OrchId#/pattern" })).toEqual({
      issues: [],
      covered: ["pattern-undecided"],
    });
  });

  it.each([
    ["type *#/required", true],
    ["type Exec*#/required", true],
    ["type ExecInvokeParams#/*", true],
    ["**", true],
    ["type ExecInvokeParams#", false],
    ["type ExecInvokeParams", false],
    ["type ExecInvokeParams#/required/0", false],
    ["type execInvokeParams#/required", false],
    ["*", false],
    ["type ExecInvokeParam.#/required", false],
  ])("take `*` for anything but a slash, `**` for anything, and the rest as it stands: %s", (path, covers) => {
    expect(apply({ ...entry, path }).covered).toEqual(covers ? ["required-added"] : []);
  });

  it("match names of every kind as they stand", () => {
    const subject = { part: "operation", name: "GET /users/{id}", payload: "response 200 application/*" } as const;
    const odd = finding({
      rule: "required-added",
      subject,
      pointer: "/properties/a~1b+(c)",
      message: "It is required.",
    });
    const { suppressions } = read({ ...entry, path: findingPath(odd) });
    const applied = applySuppressions({ ...exampleComparison, findings: [odd] }, suppressions, { today });
    expect(applied.comparison.findings[0]?.suppressed).toBe(entry.reason);
  });

  it("fail when nothing needs them, with their line", () => {
    expect(apply(entry, { ...entry, path: "type Gone" })).toEqual({
      issues: ["unused:9"],
      covered: ["required-added"],
    });
    const added = { ...entry, rule: "method-added", path: "operation exec.batch.submit" };
    expect(apply(added), "nothing needs one for what is compatible").toEqual({ issues: ["unused:3"], covered: [] });
  });

  it("hold to the end of their last day, then fail and cover nothing", () => {
    expect(apply({ ...entry, expires: today })).toEqual({ issues: [], covered: ["required-added"] });
    expect(apply({ ...entry, expires: "2026-11-19" })).toEqual({ issues: ["expired:3"], covered: [] });
    expect(apply({ ...entry, expires: "2026-11-19" }, entry), "another one holds").toEqual({
      issues: ["expired:3"],
      covered: ["required-added"],
    });
  });

  it.each([
    ["", 1, /not JSON/],
    ['{\n  "suppressions": [\n    {,}\n  ]\n}', 3, /not JSON/],
    ["// why\n{}", 1, /not JSON/],
    ["[]", 1, /must be object/],
    ["{}", 1, /required property 'suppressions'/],
    ['{\n "suppressions": [],\n "suppressions": [] }', 3, /twice/],
    ['{\n "suppressions": {} }', 2, /must be array/],
    ['{ "suppressions": [\n{ "rule": "required-added" }] }', 2, /required property 'path'/],
    [JSON.stringify({ suppressions: [{ ...entry, until: "never" }] }), 1, /additional properties \(`until`\)/],
    [JSON.stringify({ suppressions: [{ ...entry, expires: "next year" }] }), 1, /YYYY-MM-DD/],
    [JSON.stringify({ suppressions: [{ ...entry, expires: "2026-13-01" }] }), 1, /YYYY-MM-DD/],
    [JSON.stringify({ suppressions: [{ ...entry, reason: "fine" }] }), 1, /fewer than 10 characters/],
  ])("say at which line they are malformed: %j", (text, line, says) => {
    const { suppressions, issues } = readSuppressions(text, { file, rules });
    expect(suppressions).toEqual([]);
    expect(issues[0]).toMatchObject({ kind: "malformed", location: { file, line } });
    expect(issues.map(({ message }) => message).join(" ")).toMatch(says);
  });

  it("name a rule that does not exist, and keep the others", () => {
    const { suppressions, issues } = read({ ...entry, rule: "required-aded" }, entry);
    expect(issues).toMatchObject([{ kind: "unknown-rule", location: { file, line: 4 } }]);
    expect(issues[0]?.message).toContain("`required-aded`");
    expect(suppressions.length).toBe(1);
  });

  it("have a published schema, which is the one they are held to", () => {
    const published = readFileSync(new URL("../suppressions.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(published)).toEqual(suppressionsSchema);
  });
});
