import { compilePolicySet, type PolicySet } from "../policy/compile-policy-set.ts";
import { formatPolicyIssue } from "../policy/policy-issue.ts";
import type { PolicySources } from "../policy/policy-sources.ts";

/** Policies of one file, `rules.cedar`, with a manifest. */
export function sourcesOf(...policies: readonly string[]): PolicySources {
  return {
    manifest: JSON.stringify({ name: "test", description: "Policies of a test.", order: ["rules.cedar"] }),
    files: { "rules.cedar": policies.join("\n") },
  };
}

/** The policies, compiled; throws with their issues where they have some. */
export function policySetOf(...policies: readonly string[]): PolicySet {
  const compilation = compilePolicySet(sourcesOf(...policies));
  if (compilation.ok) return compilation.policySet;
  throw new Error(compilation.issues.map(formatPolicyIssue).join("\n"));
}

/** Their issues as text; empty where they compile. */
export function issuesOf(sources: PolicySources): readonly string[] {
  const compilation = compilePolicySet(sources);
  return compilation.ok ? [] : compilation.issues.map(formatPolicyIssue);
}
