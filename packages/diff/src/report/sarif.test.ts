import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import ajvFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { exampleComparison, hostileComparison } from "../testing/example-comparison.ts";
import { makeReport } from "./report.ts";
import { renderSarif } from "./sarif.ts";

/** The schema of OASIS, in a package that has it as a file. */
const schemaPath = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
ajvFormats.default(ajv);
// It is written in draft 4, and says nothing that later drafts read otherwise but its own `id` and one loose bracket.
const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(schemaPath, "utf8"));
const isSarif = ajv.compile(schema);

describe("sarif", () => {
  it.each([
    ["an example", exampleComparison],
    ["hostile words", hostileComparison()],
    ["no change", { ...exampleComparison, findings: [] }],
  ])("is valid by the schema of SARIF 2.1.0, of %s", (_, comparison) => {
    const log = JSON.parse(renderSarif(makeReport(comparison)));
    expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true);
    expect(isSarif({ ...log, runs: [{ ...log.runs[0], results: [{ level: "grave" }] }] })).toBe(false);
  });

  it("has what code scanning asks for: a rule, a message, a file with a line, and a fingerprint that stays", () => {
    const [run] = JSON.parse(renderSarif(makeReport(exampleComparison))).runs;
    expect(run.results.length).toBe(exampleComparison.findings.length);
    for (const { ruleId, ruleIndex, message, locations, partialFingerprints } of run.results) {
      expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId);
      expect(message.text.length).toBeGreaterThan(0);
      expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
      expect(partialFingerprints["contractChange/v1"]).toMatch(/^[0-9a-f]{64}$/);
    }
    const fingerprints = run.results.map(
      (result: (typeof run.results)[0]) => result.partialFingerprints["contractChange/v1"],
    );
    expect(new Set(fingerprints).size).toBe(fingerprints.length);
    expect(run.results[0]).toMatchObject({
      ruleId: "required-added",
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "contracts/src/execution/exec-invoke.ts" },
            region: { startLine: 21 },
          },
        },
      ],
    });
  });

  it("says which findings were agreed to, and why", () => {
    const [run] = JSON.parse(renderSarif(makeReport(exampleComparison))).runs;
    const suppressed = run.results.filter((result: { suppressions?: unknown }) => result.suppressions !== undefined);
    expect(suppressed).toMatchObject([
      {
        ruleId: "event-removed",
        suppressions: [{ kind: "external", justification: expect.stringContaining("spring") }],
      },
    ]);
  });
});
