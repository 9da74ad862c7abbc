import type { Comparison } from "./comparison.ts";
import type { Finding } from "./finding.ts";

/**
 * For teams whose clients are told to expect values that they do not know: a value that is added to what clients read
 * becomes a warning. What it does to those who send, if it does anything, stays as it is.
 */
export function tolerateEnumAdditions(comparison: Comparison): Comparison {
  return {
    ...comparison,
    findings: comparison.findings.map((finding) => (isTolerable(finding) ? tolerated(finding) : finding)),
  };
}

function isTolerable({ rule, verdict, breaks }: Finding): boolean {
  return rule === "enum-value-added" && verdict === "BREAKING" && breaks.every((side) => side === "response");
}

function tolerated(finding: Finding): Finding {
  return { ...finding, verdict: "COMPATIBLE", level: "warning", breaks: [] };
}
