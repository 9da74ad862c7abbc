import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { ExecPlanSubmitParams } from "./exec-plan-submit-params.ts";
import { ExecPlanSubmitResult } from "./exec-plan-submit-result.ts";
import { executionCapability, executionDomain, executionOwners } from "./execution-core.ts";
import { executionRequestHeaders } from "./execution-request-headers.ts";

export const execPlanSubmit = defineCommand({
  meta: {
    key: "exec.plan.submit",
    version: "1.0.0",
    title: "Submit a plan",
    description:
      "Checks a plan and keeps it; nothing runs. Submitting an identical plan again answers its present status; another plan under a `plan_id` that is taken is `ID_CONFLICT`. Everything that can be known is checked: identifiers, dependencies, cycles, targets, expressions, templates and bounds. A plan that is wrong is the error `INVALID_PLAN` with every issue listed; a plan that policy denies is a result with the status `REJECTED`.",
    goal: "Have a plan checked, decided on and kept.",
    context: "Called before `exec.plan.apply` or `controlPlane.execution.start`.",
    domain: executionDomain,
    owners: executionOwners,
    tags: ["execution", "plan"],
    stability: "stable",
    since: "1.0.0",
    source: source("execution-types", "8"),
  },
  capability: executionCapability,
  io: {
    input: ExecPlanSubmitParams,
    output: ExecPlanSubmitResult,
    errors: { INVALID_PLAN: { when: "The plan is wrong; `details.issues` lists every issue, and a cycle is named." } },
  },
  policy: { auth: "user", pii: ["/params/plan/steps"] },
  headers: { request: executionRequestHeaders({}) },
});
