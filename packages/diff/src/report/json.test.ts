import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { exampleComparison, finding, hostileComparison } from "../testing/example-comparison.ts";
import { renderJson } from "./json.ts";
import { makeReport } from "./report.ts";

const schema = JSON.parse(readFileSync(new URL("../../report.schema.json", import.meta.url), "utf8"));
// Strictness finds keywords that are misspelt in the schema itself.
const isReport = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(schema);

describe("json", () => {
  it.each([
    ["an example", exampleComparison],
    ["hostile words", hostileComparison()],
    ["no change", { ...exampleComparison, findings: [] }],
  ])("is what its published schema says, of %s", (_, comparison) => {
    const location = { file: ".oap-diff.json", line: 3 };
    const report = makeReport(comparison, {
      suppressionIssues: [{ kind: "expired", location, message: "It held until yesterday." }],
    });
    const document = JSON.parse(renderJson(report));
    expect(isReport(document), JSON.stringify(isReport.errors)).toBe(true);
  });

  it("is refused by the schema where something is missing or of another kind", () => {
    const document = JSON.parse(renderJson(makeReport(exampleComparison)));
    const { bump: _, ...without } = document;
    expect(isReport(without)).toBe(false);
    expect(isReport({ ...document, form: "2.0.0" })).toBe(false);
    const [first, ...others] = document.findings;
    expect(isReport({ ...document, findings: [{ ...first, verdict: "FINE" }, ...others] })).toBe(false);
    expect(isReport({ ...document, findings: [{ ...first, location: { file: "a", line: 0 } }] })).toBe(false);
    const { witness: _shown, ...unshown } = first;
    expect(isReport({ ...document, findings: [unshown] })).toBe(false);
    expect(isReport({ ...document, findings: [{ ...unshown, axis: "SOURCE" }] })).toBe(true);
  });

  it("has each finding once, under its group and the path that suppressions name", () => {
    const { findings, counts } = JSON.parse(renderJson(makeReport(exampleComparison)));
    expect(findings.length).toBe(exampleComparison.findings.length);
    expect(counts).toEqual({ breaking: 3, unknown: 1, warnings: 1, acknowledged: 1, compatible: 4 });
    expect(findings[0]).toMatchObject({ group: "breaking", path: "type ExecInvokeParams#/required" });
  });

  it("names no contract's content beyond its findings", () => {
    const base = { ...exampleComparison.base, definitions: { Secret: {} } };
    expect(renderJson(makeReport({ ...exampleComparison, base, findings: [finding(minimal)] }))).not.toContain(
      "Secret",
    );
  });
});

const minimal = {
  rule: "closed",
  subject: { part: "contract", name: "" },
  pointer: "",
  message: "It is closed.",
} as const;
