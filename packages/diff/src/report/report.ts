import { type Bump, requiredBump } from "../bump.ts";
import type { ComparedVersion, Comparison } from "../comparison.ts";
import type { Finding } from "../finding.ts";
import type { SuppressionIssue } from "../suppressions.ts";
import { foldNewIds } from "./fold-new-ids.ts";
import { readingOrder } from "./reading-order.ts";

/**
 * What all of it comes to. `acknowledged`: whatever breaks or was not proven is covered by suppressions. `unchanged`: there
 * is no finding at all.
 */
export type Outcome = "breaking" | "unknown" | "acknowledged" | "compatible" | "unchanged";

/** The least grave finding that fails a comparison. */
export type FailOn = "breaking" | "unknown" | "warning";

/** Findings by what a reviewer does about them; each finding is in one group. */
export interface FindingGroups {
  readonly breaking: readonly Finding[];
  readonly unknown: readonly Finding[];
  readonly warnings: readonly Finding[];
  readonly acknowledged: readonly Finding[];
  readonly compatible: readonly Finding[];
}

export type GroupName = keyof FindingGroups;

/** The order in which reports list them. */
export const groupNames: readonly GroupName[] = ["breaking", "unknown", "warnings", "acknowledged", "compatible"];

/** What every format says, each in its way. */
export interface Report {
  readonly base: ComparedVersion;
  readonly head: ComparedVersion;
  readonly outcome: Outcome;
  /** False when it fails: exit code 1. */
  readonly passed: boolean;
  /** The groups of which one finding is enough to fail. */
  readonly failing: readonly GroupName[];
  readonly bump: Bump;
  readonly groups: FindingGroups;
  readonly suppressionIssues: readonly SuppressionIssue[];
}

export interface ReportOptions {
  /** Default `unknown`: what breaks and what was not proven fail, warnings do not. */
  readonly failOn?: FailOn;
  /** Trouble with the suppressions themselves; any of it fails. */
  readonly suppressionIssues?: readonly SuppressionIssue[];
}

const failingBy: Readonly<Record<FailOn, readonly GroupName[]>> = {
  breaking: ["breaking"],
  unknown: ["breaking", "unknown"],
  warning: ["breaking", "unknown", "warnings"],
};

/** Says what a comparison comes to. */
export function makeReport(comparison: Comparison, options: ReportOptions = {}): Report {
  const { failOn = "unknown", suppressionIssues = [] } = options;
  const groups = groupFindings(foldNewIds(comparison.findings));
  const failing = failingBy[failOn];
  return {
    base: versionOf(comparison.base),
    head: versionOf(comparison.head),
    outcome: outcomeOf(groups),
    passed: suppressionIssues.length === 0 && failing.every((name) => groups[name].length === 0),
    failing,
    bump: requiredBump(comparison),
    groups,
    suppressionIssues,
  };
}

function groupFindings(findings: readonly Finding[]): FindingGroups {
  const group = (name: GroupName) => findings.filter((finding) => groupOf(finding) === name);
  return {
    breaking: [...group("breaking")].sort(readingOrder),
    unknown: group("unknown"),
    warnings: group("warnings"),
    acknowledged: group("acknowledged"),
    compatible: group("compatible"),
  };
}

function groupOf({ verdict, level, suppressed }: Finding): GroupName {
  if (level === "info") return "compatible";
  if (suppressed !== undefined) return "acknowledged";
  if (verdict === "BREAKING") return "breaking";
  return verdict === "UNKNOWN" ? "unknown" : "warnings";
}

function outcomeOf({ breaking, unknown, warnings, acknowledged, compatible }: FindingGroups): Outcome {
  if (breaking.length > 0) return "breaking";
  if (unknown.length > 0) return "unknown";
  if (acknowledged.some(({ level }) => level === "error")) return "acknowledged";
  return warnings.length + acknowledged.length + compatible.length === 0 ? "unchanged" : "compatible";
}

/** A contract is much more than its version, and reports must not carry it. */
function versionOf({ form, label, name, version }: ComparedVersion): ComparedVersion {
  return { form, label, name, ...(version !== undefined && { version }) };
}
