import { bounds, type CallerRole } from "@oap/protocol";
import { unionOfConstraints } from "../constraint/union-of-constraints.ts";
import { denial, type GovernanceDecision } from "../governance.ts";
import { highestRisk } from "../risk.ts";
import { requiresHuman, strictest } from "../strictness.ts";
import type { PolicyFacts } from "./policy-facts.ts";
import type { PolicyRule } from "./policy-rule.ts";

/** The decision of all policies that apply: the strictest word, the highest risk, all constraints. None of them is a DENY. */
export function combineRules(
  rules: readonly PolicyRule[],
  { action, risk: declared }: Pick<PolicyFacts, "action" | "risk">,
  binding: string,
): GovernanceDecision {
  const [first, ...others] = rules;
  if (first === undefined) {
    return denial({
      action,
      binding,
      risk: declared,
      rules: [],
      reasons: [`No policy allows ${action}, and so it is denied.`],
    });
  }
  const decision = strictest(first.decision, ...others.map((rule) => rule.decision));
  const risk = highestRisk(declared, ...rules.flatMap((rule) => rule.risk ?? []));
  // The rules that made it as strict as it is come first, since a decision names only so many.
  const weighty = [...rules].sort((a, b) => Number(b.decision === decision) - Number(a.decision === decision));
  const fired = weighty.map(({ id }) => id).slice(0, bounds.policyReasonsMax);
  const reasons = weighty
    .filter((rule) => rule.decision === decision || decision !== "DENY")
    .map(({ reason }) => reason)
    .slice(0, bounds.policyReasonsMax);
  if (decision === "DENY") return denial({ action, binding, risk, rules: fired, reasons });
  const constraints = unionOfConstraints(...rules.map((rule) => rule.constraints));
  const human = requiresHuman(decision);
  return {
    decision,
    policy_binding_id: binding,
    risk,
    allowed_actions: [action],
    ...(human && { requires_hitl_for: [action], approver: highestRole(rules) }),
    ...(constraints.length > 0 && { constraints }),
    rules_fired: fired,
    reasons,
  };
}

function highestRole(rules: readonly PolicyRule[]): CallerRole {
  const approvers = rules.filter(({ decision }) => requiresHuman(decision)).map(({ approver }) => approver);
  return approvers.every((role) => role === "user") ? "user" : "admin";
}
