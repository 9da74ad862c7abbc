import { mergeFindings } from "../compare.ts";
import type { Comparison } from "../comparison.ts";
import type { Finding } from "../finding.ts";
import { findingPath } from "../finding-path.ts";

/**
 * Adds what the compiler found to a comparison. Where the comparison said it already, of the same part under the same
 * rule, its finding gets the compiler's words instead of a second one beside it.
 */
export function mergeSource(comparison: Comparison, source: readonly Finding[]): Comparison {
  const key = (finding: Finding) => `${finding.axis} ${finding.rule} ${findingPath(finding)}`;
  const byKey = new Map(source.map((finding) => [key(finding), finding]));
  const said = new Set<Finding>();
  const findings = comparison.findings.map((finding) => {
    const compiled = finding.axis === "SOURCE" ? byKey.get(key(finding)) : undefined;
    if (compiled?.compilerError === undefined) return finding;
    said.add(compiled);
    return { ...finding, compilerError: compiled.compilerError };
  });
  return mergeFindings(
    { ...comparison, findings },
    source.filter((finding) => !said.has(finding)),
  );
}
