import { alignStatuses } from "./compare/align-statuses.ts";
import { type CompareOptions, Comparing } from "./compare/comparing.ts";
import { schemaFindings } from "./compare/schema-findings.ts";
import { startsOf } from "./compare/starts.ts";
import { surfaceFindings } from "./compare/surface-findings.ts";
import type { Comparison } from "./comparison.ts";
import type { Contract } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { findingPath } from "./finding-path.ts";

/**
 * Compares two versions of a contract: every change with what it means for those who send and those who read, proven or shown by a
 * payload, or said to be unknown. Pure: the same two versions, day and options yield the same findings, in the same order.
 */
export function compare(base: Contract, head: Contract, options: CompareOptions): Comparison {
  const aligned = alignStatuses(base, head);
  const comparing = new Comparing(aligned.base, aligned.head, options);
  const findings = [...surfaceFindings(comparing), ...schemaFindings([...startsOf(comparing)], comparing)];
  return { base: versionOf(base), head: versionOf(head), findings: sorted(findings) };
}

/** Adds findings of another kind, such as the compiler's, in their place. */
export function mergeFindings(comparison: Comparison, findings: readonly Finding[]): Comparison {
  return { ...comparison, findings: sorted([...comparison.findings, ...findings]) };
}

function versionOf({ form, label, name, version }: Contract): Comparison["base"] {
  return { form, label, name, ...(version !== undefined && { version }) };
}

/** By the part, the place in it and the rule. */
function sorted(findings: readonly Finding[]): readonly Finding[] {
  const keys = new Map(
    findings.map((finding) => [
      finding,
      `${findingPath(finding)}\n${finding.rule}\n${finding.axis}\n${finding.message}`,
    ]),
  );
  return [...findings].sort((left, right) => {
    const [ours, theirs] = [keys.get(left)!, keys.get(right)!];
    return ours < theirs ? -1 : ours > theirs ? 1 : 0;
  });
}
