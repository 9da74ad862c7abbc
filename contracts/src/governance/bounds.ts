import { defineBound } from "../spec/define-bound.ts";
import { source } from "../spec/source.ts";

const bound = (name: string, value: number, unit: string, title: string, description: string) =>
  defineBound({
    name,
    value,
    unit,
    title,
    description,
    stability: "stable",
    since: "1.0.0",
    source: source("oap-protocol", "Governance types"),
  });

export const governedActionsMax = bound(
  "governedActionsMax",
  1000,
  "actions",
  "Governed actions",
  "One decision names at most this many actions in each of its lists.",
);
export const policyConstraintsMax = bound(
  "policyConstraintsMax",
  64,
  "constraints",
  "Policy constraints",
  "One decision carries at most this many constraints.",
);
export const policyReasonsMax = bound(
  "policyReasonsMax",
  64,
  "entries",
  "Policy reasons",
  "A decision is explained by at most this many reasons, rules, claims or pieces of evidence.",
);
export const policyIssuesMax = bound(
  "policyIssuesMax",
  100,
  "issues",
  "Policy issues",
  "An answer lists at most this many issues of a set of policies, the first ones.",
);
