import { describe, expect, it } from "vitest";
import type { Finding } from "../finding.ts";
import { exampleComparison, finding } from "../testing/example-comparison.ts";
import { makeReport, type ReportOptions } from "./report.ts";

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
});
