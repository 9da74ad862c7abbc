import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import { expect, it } from "vitest";
import { rules } from "../rules.ts";
import type { Violation } from "../violation.ts";
import { explainRule } from "./explain-rule.ts";
import type { LintReport } from "./lint-folder.ts";
import { annotationsReport } from "./report-annotations.ts";
import { jsonReport } from "./report-json.ts";
import { sarifReport } from "./report-sarif.ts";
import { textReport } from "./report-text.ts";

const error: Violation = {
  rule: "satisfiable-bounds",
  level: "error",
  file: "src/parcel, 100%.ts",
  line: 12,
  column: 44,
  name: "Parcel at /properties/size",
  contract: "Parcel",
  message: "Its minimum, 9, is greater than its maximum, 8: no value fits.",
  mend: "Exchange them.",
};
const warning: Violation = {
  rule: "sentences",
  level: "warning",
  file: "src/parcel.ts",
  line: 3,
  name: "Parcel",
  contract: "Parcel",
  message: "Its description ends without a full stop.",
  mend: "Write a whole sentence.",
  edit: { file: "src/parcel.ts", start: 1, end: 1, text: "." },
};
const placeless: Violation = { ...error, rule: "schema-identity", name: "parcels", contract: "parcels" };
const report: LintReport = {
  registry: "parcels",
  root: "/work",
  violations: [withoutPlace(placeless), error, warning],
};

function withoutPlace({ file: _, line: __, column: ___, ...violation }: Violation): Violation {
  return violation;
}

it("text: a place, a level, a rule, the finding and its mend, and what --fix does", () => {
  expect(textReport(report, { color: false })).toBe(
    [
      "parcels  error  schema-identity",
      "  parcels: Its minimum, 9, is greater than its maximum, 8: no value fits.",
      "  → Exchange them.",
      "",
      "src/parcel, 100%.ts:12:44  error  satisfiable-bounds",
      "  Parcel at /properties/size: Its minimum, 9, is greater than its maximum, 8: no value fits.",
      "  → Exchange them.",
      "",
      "src/parcel.ts:3  warning  sentences",
      "  Parcel: Its description ends without a full stop.",
      "  → Write a whole sentence. (--fix does)",
      "",
      "2 errors, 1 warning; --fix mends 1. `oap lint --explain <rule>` says why.",
    ].join("\n"),
  );
});

it("text: quietly, without the warnings and with their count; in colour where asked for", () => {
  const quiet = textReport(report, { color: false, quiet: true });
  expect(quiet).not.toContain("sentences");
  expect(quiet).toContain("2 errors, 1 warning;");
  expect(textReport(report, { color: true })).toContain("\u001b[31merror\u001b[39m");
  expect(textReport({ ...report, violations: [] }, { color: false })).toBe(
    "The contracts of parcels keep the house rules.",
  );
});

it("json: the counts, and every finding with its edit", () => {
  expect(JSON.parse(jsonReport(report))).toEqual({
    registry: "parcels",
    errors: 2,
    warnings: 1,
    fixable: 1,
    violations: report.violations,
  });
});

it("annotations: one workflow command a finding, escaped", () => {
  expect(annotationsReport(report).split("\n")).toEqual([
    "::error title=schema-identity::parcels: Its minimum, 9, is greater than its maximum, 8: no value fits. Exchange them.",
    "::error file=src/parcel%2C 100%25.ts,line=12,col=44,title=satisfiable-bounds::Parcel at /properties/size: Its minimum, 9, is greater than its maximum, 8: no value fits. Exchange them.",
    "::warning file=src/parcel.ts,line=3,title=sentences::Parcel: Its description ends without a full stop. Write a whole sentence.",
  ]);
});

it("sarif: valid by the schema of OASIS, with a rule, a place and a fingerprint for each finding", () => {
  const path = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  // It is written in draft 4, and says nothing that later drafts read otherwise but its own `id` and one loose bracket.
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(path, "utf8"));
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
  (addFormatsModule as unknown as (ajv: Ajv) => void)(ajv);
  const isSarif = ajv.compile(schema);
  const log = JSON.parse(sarifReport(report));
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
  expect(isSarif({ ...log, runs: [{ ...log.runs[0], results: [{ level: "grave" }] }] })).toBe(false);
  const [run] = log.runs;
  for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
  expect(run.results[0].locations).toBeUndefined();
  expect(run.results[1].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "src/parcel%2C%20100%25.ts" },
    region: { startLine: 12, startColumn: 44 },
  });
  const prints = run.results.map((result: { partialFingerprints: object }) =>
    JSON.stringify(result.partialFingerprints),
  );
  expect(new Set(prints).size).toBe(3);
});

it("explains a rule by its reason, its level, its options and two examples", () => {
  const rule = rules.find(({ name }) => name === "member-names");
  expect(explainRule(rule!).split("\n")).toEqual([
    "member-names: The members of an object are written in one style.",
    "",
    rule?.explanation,
    "",
    "Level: warning",
    'Option style: `consistent` lets each object choose its own. Default: "consistent"',
    "",
    "Wrong:",
    `  ${rule?.bad}`,
    "",
    "Right:",
    `  ${rule?.good}`,
  ]);
});
