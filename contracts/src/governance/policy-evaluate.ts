import { defineQuery } from "../spec/define-operation.ts";
import { governanceMeta } from "./governance-meta.ts";
import { PolicyEvaluateParams } from "./policy-evaluate-params.ts";
import { PolicyEvaluateResult } from "./policy-evaluate-result.ts";

export const policyEvaluate = defineQuery({
  meta: {
    ...governanceMeta,
    key: "policy.evaluate",
    title: "Evaluate policy",
    description:
      "Decides about an action without carrying it out. The same evaluation runs before every execution, so what this answers is what an execution would meet, as long as the policies and the context stay the same.",
    goal: "Learn whether an action would be allowed, under which constraints, and whether a human must approve it.",
    context:
      "Called by planners and user interfaces before they offer an action, and by other enforcement points that share this control plane's policies.",
    tags: ["governance", "policy"],
  },
  capability: { key: "governance.policy", version: "1.0.0" },
  io: { input: PolicyEvaluateParams, output: PolicyEvaluateResult },
  policy: { auth: "user", pii: ["/params/payload", "/params/context/claims", "/params/context/attributes"] },
});
