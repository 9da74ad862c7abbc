import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { exampleComparison, hostileComparison, hostileText } from "../testing/example-comparison.ts";
import { renderJunit } from "./junit.ts";
import { makeReport, type Report } from "./report.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Reads it strictly: whatever is not well-formed throws. */
function elementsOf(xml: string): readonly Element[] {
  const elements: Element[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => elements.push({ name, attributes }));
  parser.write(xml).close();
  return elements;
}

const named = (report: Report, name: string) =>
  elementsOf(renderJunit(report)).filter((element) => element.name === name);

describe("junit", () => {
  it("fails a case for what fails, and skips one for what was acknowledged", () => {
    const report = makeReport(exampleComparison);
    expect(named(report, "testsuites")[0]?.attributes).toEqual({
      name: "oap diff",
      tests: "10",
      failures: "4",
      skipped: "1",
    });
    expect(named(report, "testcase").length).toBe(10);
    expect(named(report, "failure").map(({ attributes }) => attributes.type)).toEqual([
      ...["BREAKING", "BREAKING", "BREAKING"],
      "UNKNOWN",
    ]);
    expect(named(report, "skipped")[0]?.attributes.message).toContain("spring");
    expect(named(report, "testcase")[0]?.attributes).toEqual({
      classname: "required-added",
      name: "type ExecInvokeParams#/required",
      file: "contracts/src/execution/exec-invoke.ts",
      line: "21",
    });
  });

  it("fails as much as the command does", () => {
    expect(named(makeReport(exampleComparison, { failOn: "warning" }), "failure").length).toBe(5);
    expect(named(makeReport(exampleComparison, { failOn: "breaking" }), "failure").length).toBe(3);
    const location = { file: "a.json", line: 1 };
    const unused = { kind: "unused", location, message: "Nothing needs it." } as const;
    const report = makeReport({ ...exampleComparison, findings: [] }, { suppressionIssues: [unused] });
    expect(named(report, "failure").map(({ attributes }) => attributes)).toEqual([
      { type: "unused", message: "Nothing needs it." },
    ]);
  });

  it("is well-formed, whatever a contract says", () => {
    const report = makeReport(hostileComparison(`${hostileText}\ud800\uffff`));
    const names = new Set(elementsOf(renderJunit(report)).map(({ name }) => name));
    expect(names).toEqual(new Set(["testsuites", "testsuite", "testcase", "failure", "skipped", "system-out"]));
  });

  it("has a case that passes when nothing has changed", () => {
    const report = makeReport({ ...exampleComparison, findings: [] });
    expect(named(report, "testcase").map(({ attributes }) => attributes.name)).toEqual(["No change"]);
  });
});
