import type { Finding } from "../finding.ts";
import { findingPath } from "../finding-path.ts";
import { escapeMarkup } from "./markup-escape.ts";
import { payloadLines } from "./payload-lines.ts";
import { type GroupName, groupNames, type Report } from "./report.ts";
import { effectOn, forWhom, headline, witnessFailure, witnessTitle } from "./wording.ts";

/** For test dashboards: a case for each finding, failed where it fails the comparison, skipped where acknowledged. */
export function renderJunit(report: Report): string {
  const suites = [
    ...groupNames.filter((name) => report.groups[name].length > 0).map((name) => suite(report, name)),
    ...(report.suppressionIssues.length === 0 ? [] : [suppressionSuite(report)]),
  ];
  const shown = suites.length === 0 ? [unchangedSuite(report)] : suites;
  const total = (key: "tests" | "failures" | "skipped") => shown.reduce((sum, one) => sum + one[key], 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="oap diff" tests="${total("tests")}" failures="${total("failures")}" skipped="${total("skipped")}">`,
    ...shown.map(suiteText),
    "</testsuites>",
    "",
  ].join("\n");
}

interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
  readonly cases: readonly string[];
}

function suite(report: Report, name: GroupName): Suite {
  const findings = report.groups[name];
  const fails = report.failing.includes(name);
  return {
    name,
    tests: findings.length,
    failures: fails ? findings.length : 0,
    skipped: name === "acknowledged" ? findings.length : 0,
    cases: findings.map((finding) => testCase(finding, report, fails)),
  };
}

function testCase(finding: Finding, report: Report, fails: boolean): string {
  const { rule, message, suppressed, location } = finding;
  const file = location === undefined ? "" : ` file="${escapeMarkup(location.file)}" line="${location.line}"`;
  const open = `    <testcase classname="${escapeMarkup(rule)}" name="${escapeMarkup(findingPath(finding))}"${file}>`;
  if (suppressed !== undefined) return `${open}<skipped message="${escapeMarkup(suppressed)}"/></testcase>`;
  if (!fails) return `${open}<system-out>${escapeMarkup(message)}</system-out></testcase>`;
  const type = escapeMarkup(finding.verdict);
  return `${open}<failure type="${type}" message="${escapeMarkup(message)}">${escapeMarkup(details(finding, report))}</failure></testcase>`;
}

function details(finding: Finding, report: Report): string {
  const { witness, reason, compilerError, migration } = finding;
  return [
    `${effectOn(finding)} ${forWhom(finding)}.`,
    ...(reason === undefined ? [] : [`Not proven: ${reason}`]),
    ...(witness === undefined
      ? []
      : [
          witnessTitle(witness, report),
          ...payloadLines(witness.payload, witness.pointer).map(({ text }) => text),
          witnessFailure(witness, report),
        ]),
    ...(compilerError === undefined ? [] : [compilerError]),
    ...(migration === undefined ? [] : [migration]),
  ].join("\n");
}

function suppressionSuite({ suppressionIssues }: Report): Suite {
  const cases = suppressionIssues.map(({ kind, location, message }) => {
    const name = escapeMarkup(`${location.file}:${location.line}`);
    return `    <testcase classname="suppressions" name="${name}"><failure type="${kind}" message="${escapeMarkup(message)}"/></testcase>`;
  });
  return { name: "suppressions", tests: cases.length, failures: cases.length, skipped: 0, cases };
}

function unchangedSuite(report: Report): Suite {
  const name = escapeMarkup(headline(report));
  return {
    name: "contract",
    tests: 1,
    failures: 0,
    skipped: 0,
    cases: [`    <testcase classname="contract" name="${name}"/>`],
  };
}

function suiteText({ name, tests, failures, skipped, cases }: Suite): string {
  const open = `  <testsuite name="${name}" tests="${tests}" failures="${failures}" skipped="${skipped}">`;
  return [open, ...cases, "  </testsuite>"].join("\n");
}
