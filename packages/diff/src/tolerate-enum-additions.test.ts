import { expect, it } from "vitest";
import { exampleComparison } from "./testing/example-comparison.ts";
import { tolerateEnumAdditions } from "./tolerate-enum-additions.ts";

it("makes a warning of a value that only those who read meet, and leaves the rest alone", () => {
  const changed = tolerateEnumAdditions(exampleComparison).findings.filter(
    (finding) => !exampleComparison.findings.includes(finding),
  );
  expect(changed).toMatchObject([{ rule: "enum-value-added", verdict: "COMPATIBLE", level: "warning", breaks: [] }]);
  const [, added] = exampleComparison.findings;
  const findings = [{ ...added!, breaks: ["request", "response"] as const }];
  expect(tolerateEnumAdditions({ ...exampleComparison, findings }).findings).toEqual(findings);
});
