import type { Finding } from "../finding.ts";
import { findingPath } from "../finding-path.ts";
import { groupNames, type Report } from "./report.ts";

/** The version of this document's own form; `report.schema.json` describes it. */
export const reportFormVersion = "1.0.0";

/** For programs: everything, in the form that `report.schema.json` fixes. */
export function renderJson(report: Report): string {
  const { base, head, outcome, passed, bump, groups, suppressionIssues } = report;
  const document = {
    form: reportFormVersion,
    base,
    head,
    outcome,
    passed,
    bump,
    counts: Object.fromEntries(groupNames.map((name) => [name, groups[name].length])),
    findings: groupNames.flatMap((name) => groups[name].map((finding) => jsonFinding(finding, name))),
    suppressionIssues,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function jsonFinding(finding: Finding, group: string) {
  return { group, path: findingPath(finding), ...finding };
}
