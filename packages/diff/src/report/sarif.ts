import { createHash } from "node:crypto";
import type { Finding, Level } from "../finding.ts";
import { findingPath, subjectText } from "../finding-path.ts";
import { type RuleId, rules } from "../rules.ts";
import { groupNames, type Report } from "./report.ts";
import { effectOn, forWhom, witnessFailure, witnessTitle } from "./wording.ts";

const levels: Readonly<Record<Level, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** For code scanning: the Static Analysis Results Interchange Format, OASIS 2.1.0. */
export function renderSarif(report: Report): string {
  const findings = groupNames.flatMap((name) => report.groups[name]);
  const ruleIds = [...new Set(findings.map(({ rule }) => rule))].sort();
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "oap diff", rules: ruleIds.map(ruleDescriptor) } },
        automationDetails: { id: `contract-diff/${report.head.name}/` },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => result(finding, ruleIds.indexOf(finding.rule), report)),
        properties: {
          base: report.base,
          head: report.head,
          outcome: report.outcome,
          passed: report.passed,
          bump: report.bump,
          suppressionIssues: report.suppressionIssues,
        },
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleDescriptor(id: RuleId) {
  const { title, explanation, axis } = rules[id];
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: explanation },
    help: { text: `${explanation} \`oap diff --explain ${id}\` shows an example.` },
    properties: { tags: ["contract", axis.toLowerCase()] },
  };
}

function result(finding: Finding, ruleIndex: number, report: Report) {
  const { rule, level, location, suppressed, axis, verdict, effect, directions, breaks, affected, witness } = finding;
  const path = findingPath(finding);
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[level],
    message: { text: messageText(finding, report) },
    locations: [
      {
        // Code scanning takes no result without a file, so a change that has none is put to the head as a whole.
        physicalLocation: {
          artifactLocation: { uri: fileUri(location?.file ?? report.head.label) },
          region: { startLine: location?.line ?? 1 },
        },
        logicalLocations: [{ fullyQualifiedName: path, name: subjectText(finding.subject), kind: "type" }],
      },
    ],
    partialFingerprints: { "contractChange/v1": createHash("sha256").update(`${rule}\n${path}`).digest("hex") },
    ...(suppressed !== undefined && {
      suppressions: [{ kind: "external", status: "accepted", justification: suppressed }],
    }),
    properties: { path, axis, verdict, effect, directions, breaks, affected, ...(witness && { witness }) },
  };
}

/** Relative to the repository's root; a colon in a name must not look like a scheme. */
function fileUri(file: string): string {
  return file
    .replaceAll("\\", "/")
    .split("/")
    .map((step) => encodeURIComponent(step.toWellFormed()))
    .join("/");
}

function messageText(finding: Finding, report: Report): string {
  const { message, witness, reason, compilerError, migration } = finding;
  return [
    `${message} ${effectOn(finding)} ${forWhom(finding)}.`,
    ...(reason === undefined ? [] : [`Not proven: ${reason}`]),
    ...(witness === undefined
      ? []
      : [
          witnessTitle(witness, report),
          witnessFailure(witness, report),
          `The ${witness.kind}: ${JSON.stringify(witness.payload).slice(0, payloadCharactersMax)}`,
        ]),
    ...(compilerError === undefined ? [] : [compilerError]),
    ...(migration === undefined ? [] : [migration]),
  ].join("\n");
}

/** How much of a payload a message quotes; `properties` has all of it. */
const payloadCharactersMax = 2000;
