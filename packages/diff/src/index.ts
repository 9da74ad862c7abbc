export { type Bump, bumpOf, bumps, greatestBump, type PublishedPackage, requiredBump } from "./bump.ts";
export { changesetText } from "./changeset.ts";
export type { CompareOptions } from "./compare/comparing.ts";
export { annotationKeywords } from "./compare/published-content.ts";
export { compare, mergeFindings } from "./compare.ts";
export type { ComparedVersion, Comparison } from "./comparison.ts";
export type { Containment, ContainmentOptions, SchemaInContext } from "./containment.ts";
export type { Contract, JsonSchema, SourceLocation, Subject } from "./contract.ts";
export type { Axis, Direction, Effect, Finding, Level, Verdict, Witness } from "./finding.ts";
export { findingPath, subjectText } from "./finding-path.ts";
export { checkComparable } from "./read/comparable.ts";
export { type UnreadableCode, UnreadableContract } from "./read/unreadable-contract.ts";
export { defaultContractPath, type ReadOptions, readContract } from "./read-contract.ts";
export { explainRule, listRules } from "./report/explain-rule.ts";
export { commentMarker } from "./report/markdown.ts";
export { type RenderOptions, type ReportFormat, renderReport, reportFormats } from "./report/render-report.ts";
export { type FailOn, makeReport, type Outcome, type Report, type ReportOptions } from "./report/report.ts";
export type { Rule, RuleExample } from "./rules/rule.ts";
export { isRuleId, type RuleGroup, type RuleId, ruleGroups, ruleIds, rules } from "./rules.ts";
export { type CompareSourceOptions, compareSource } from "./source/compare-source.ts";
export { mergeSource } from "./source/merge-source.ts";
export { readGenerated } from "./source/read-generated.ts";
export {
  applySuppressions,
  readSuppressions,
  type Suppression,
  type SuppressionIssue,
  type Suppressions,
  suppressionsFile,
} from "./suppressions.ts";
export { tolerateEnumAdditions } from "./tolerate-enum-additions.ts";
