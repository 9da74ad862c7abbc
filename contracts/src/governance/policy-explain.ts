import { defineQuery } from "../spec/define-operation.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyExplainParams } from "./policy-explain-params.ts";
import { PolicyExplainResult } from "./policy-explain-result.ts";

export const policyExplain = defineQuery({
  meta: {
    ...governanceMeta,
    key: "policy.explain",
    title: "Explain policy",
    description:
      "Explains a versioned set of policies. A binding that this control plane does not know is `INVALID_PARAMS` at `/params/policy_binding_id`.",
    goal: "Understand the rules behind a decision that carries this binding.",
    context: "Called by an operator or an auditor who reads a decision, from the ledger or from a result.",
    tags: ["governance", "policy"],
  },
  capability: { key: "governance.policy", version: "1.0.0" },
  io: { input: PolicyExplainParams, output: PolicyExplainResult },
  policy: { auth: "admin", pii: [] },
});
