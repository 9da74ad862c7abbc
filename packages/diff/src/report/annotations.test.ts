import { describe, expect, it } from "vitest";
import { exampleComparison, hostileComparison } from "../testing/example-comparison.ts";
import { renderAnnotations } from "./annotations.ts";
import { makeReport } from "./report.ts";

describe("annotations", () => {
  it("stand at the line of the contract's source, with what fails as errors", () => {
    const lines = renderAnnotations(makeReport(exampleComparison)).trimEnd().split("\n");
    expect(lines.map((line) => line.split("::")[1])).toEqual([
      "error file=contracts/src/execution/exec-invoke.ts,line=21,title=required-added",
      "error title=enum-value-added",
      "error title=exported-type-removed",
      "error file=contracts/src/common/orch-id.ts,line=6,title=pattern-undecided",
      "warning title=default-changed",
    ]);
    expect(lines[0]).toContain("Breaks clients that send `exec.invoke`. `/params` must have required property 'mode'");
  });

  it("tell what is compatible or acknowledged as notices, when all is asked for", () => {
    const lines = renderAnnotations(makeReport(exampleComparison), { all: true }).trimEnd().split("\n");
    expect(lines.map((line) => /^::(\w+)/.exec(line)?.[1])).toEqual([
      ...["error", "error", "error", "error", "warning"],
      ...["notice", "notice", "notice", "notice", "notice"],
    ]);
  });

  it("stay one command each, whatever a contract says", () => {
    const text = renderAnnotations(makeReport(hostileComparison("a\n::error::b\r\n%0A,line=9::c 100%")), { all: true });
    const lines = text.trimEnd().split(/\r\n|\r|\n/);
    expect(lines.length).toBe(3);
    for (const line of lines) {
      expect(line).toContain("%250A%2Cline=9%3A%3Ac 100%25");
      expect(line).toMatch(/^::(error|notice) file=[^,:]*,line=1,title=[^,:]*::/);
      expect(line).not.toMatch(/%(?!25|0A|0D|3A|2C)/);
    }
  });

  it("name the line of a suppression that is of no use", () => {
    const location = { file: ".oap-diff.json", line: 7 };
    const report = makeReport(
      { ...exampleComparison, findings: [] },
      { suppressionIssues: [{ kind: "unused", location, message: "Nothing needs it." }] },
    );
    expect(renderAnnotations(report)).toBe("::error file=.oap-diff.json,line=7,title=Suppression::Nothing needs it.\n");
  });
});
