import { countViolations } from "./count-violations.ts";
import type { LintReport } from "./lint-folder.ts";

/** The report for programs: what was found, in the words of the text report, and the edits that would mend it. */
export function jsonReport({ registry, violations }: LintReport): string {
  return JSON.stringify({ registry, ...countViolations(violations), violations }, undefined, 2);
}
