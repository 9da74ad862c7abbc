import { describe, expect, it } from "vitest";
import type { Finding } from "../finding.ts";
import { exampleComparison, finding } from "../testing/example-comparison.ts";
import { makeReport, type ReportOptions } from "./report.ts";
import { forWhom } from "./wording.ts";

const base = { rule: "closed", subject: { part: "type", name: "A" }, pointer: "", message: "It is closed." } as const;
const breaking = finding(base);
const unknown = finding({ ...base, verdict: "UNKNOWN", effect: "unknown" });
const warning = finding({ ...base, verdict: "COMPATIBLE", level: "warning" });
const info = finding({ ...base, verdict: "COMPATIBLE", level: "info" });
const acknowledged = (of: Finding): Finding => ({ ...of, suppressed: "It was agreed." });
const report = (findings: readonly Finding[], options?: ReportOptions) =>
  makeReport({ ...exampleComparison, findings }, options);

describe("report", () => {
  it.each([
    [[], "unchanged", true],
    [[info], "compatible", true],
    [[info, warning], "compatible", true],
    [[info, warning, unknown], "unknown", false],
    [[unknown, breaking], "breaking", false],
    [[acknowledged(breaking), acknowledged(unknown), info], "acknowledged", true],
    [[acknowledged(breaking), unknown], "unknown", false],
    [[acknowledged(warning)], "compatible", true],
  ] as const)("says what it comes to: case %#", (findings, outcome, passed) => {
    expect(report(findings)).toMatchObject({ outcome, passed });
  });

  it.each([
    ["breaking", [false, true, true, true]],
    ["unknown", [false, false, true, true]],
    ["warning", [false, false, false, true]],
  ] as const)("fails on %s and what is graver", (failOn, passed) => {
    const each = [breaking, unknown, warning, info].map((one) => report([one], { failOn }).passed);
    expect(each).toEqual(passed);
  });

  it("fails on trouble with the suppressions, whatever else there is", () => {
    const location = { file: "a.json", line: 1 };
    expect(report([], { suppressionIssues: [{ kind: "unused", location, message: "" }] }).passed).toBe(false);
  });

  it("puts each finding into one group", () => {
    const { groups } = makeReport(exampleComparison);
    const grouped = Object.values(groups).flat();
    expect(new Set(grouped)).toEqual(new Set(exampleComparison.findings));
    expect(grouped.length).toBe(exampleComparison.findings.length);
  });

  it("folds what says only that `$id`s moved with their content into one, and nothing else", () => {
    const id = (name: string) =>
      finding({
        rule: "schema-id-changed",
        axis: "BEHAVIOUR",
        verdict: "COMPATIBLE",
        level: "info",
        effect: "none",
        subject: { part: "type", name },
        pointer: "",
        message: "Its `$id` was `a` and is `b`.",
        location: { file: `${name}.ts`, line: 1 },
      });
    const warned = { ...id("C"), level: "warning" } as const;
    const { groups } = report([id("A"), info, id("B"), warned]);
    expect(groups.warnings).toEqual([warned]);
    expect(groups.compatible.map(({ rule }) => rule)).toEqual(["schema-id-changed", info.rule]);
    expect(groups.compatible[0]).toMatchObject({
      subject: { part: "contract", name: "" },
      message: "2 types have a new `$id`, as what is published under it was changed: `A`, `B`.",
    });
    expect(groups.compatible[0]).not.toHaveProperty("location");
    expect(report([id("A")]).groups.compatible).toEqual([id("A")]);
    const many = report(Array.from({ length: 30 }, (_, at) => id(`T${at}`))).groups.compatible;
    expect(many.map(({ message }) => message)).toEqual([expect.stringMatching(/^30 types .* `T19` and 10 more\.$/)]);
  });

  it("lists what breaks in the order in which it is read: payloads, then programs, then behaviour, and `$id`s last", () => {
    const id = finding({ ...base, rule: "content-changed-under-id", axis: "BEHAVIOUR" });
    const programs = finding({ ...base, axis: "SOURCE", subject: { part: "contract", name: "" } });
    const program = finding({ ...base, axis: "SOURCE" });
    const promise = finding({ ...base, rule: "sunset-shortened", axis: "BEHAVIOUR" });
    const payloads = [finding({ ...base, rule: "method-removed" }), finding({ ...base, pointer: "/b" })];
    const { groups } = report([id, programs, promise, program, ...payloads]);
    expect(groups.breaking).toEqual([...payloads, program, promise, programs, id]);
  });

  it("says of a bound that somebody keeps to it, and not that it is sent", () => {
    const bound = finding({
      ...base,
      rule: "bound-lowered",
      subject: { part: "bound", name: "stepsMax" },
      directions: ["request"],
    });
    expect(forWhom(bound)).toBe("whoever keeps to `stepsMax`");
  });
});
