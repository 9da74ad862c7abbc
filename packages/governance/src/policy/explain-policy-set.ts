import { bounds, type PolicyExplainResult } from "@oap/protocol";
import { unionOfConstraints } from "../constraint/union-of-constraints.ts";
import type { PolicySet } from "./compile-policy-set.ts";

/** The answer to `policy.explain`: what the set is for, and each policy with its reason, place and text. */
export function explainPolicySet({ name, description, rules }: PolicySet): PolicyExplainResult {
  const all = [...rules.values()];
  const lines = all.map(({ id, decision, reason }) => `${decision} by \`${id}\`: ${reason}`);
  const constraints = unionOfConstraints(...all.map((rule) => rule.constraints));
  const explanation = [
    `${name}: ${description}`,
    "What no policy allows is denied, and of several that apply the strictest holds.",
    ...lines,
  ].join("\n");
  return {
    explanation: explanation.slice(0, explanationCharactersMax).toWellFormed(),
    rules_fired: all.map(({ id }) => id).slice(0, bounds.policyReasonsMax),
    ...(constraints.length > 0 && { constraints: constraints.slice(0, bounds.policyConstraintsMax) }),
    evidence: all.slice(0, bounds.policyReasonsMax).map(({ id, decision, risk, file, line, source }) => ({
      policy: id,
      decision,
      ...(risk && { risk }),
      file,
      line,
      source,
    })),
  };
}

const explanationCharactersMax = 65_536;

/** The bindings that stand for no policies. */
export const explanationsWithoutPolicies: Readonly<Record<string, string>> = {
  "development-allow": "No policies are loaded. On loopback, every action is allowed.",
  "deny-all": "No policies are configured, and what no policy allows is denied.",
  "evaluation-error": "Policy could not be evaluated at all, and what no policy allows is denied.",
};
