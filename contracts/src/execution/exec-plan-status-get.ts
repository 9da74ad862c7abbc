import { defineQuery } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { ExecPlanStatusGetParams } from "./exec-plan-status-get-params.ts";
import { ExecPlanStatusGetResult } from "./exec-plan-status-get-result.ts";
import { executionCapability, executionDomain, executionOwners } from "./execution-core.ts";
import { executionRequestHeaders } from "./execution-request-headers.ts";
import { orchExecutionStateHeader } from "./orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "./orch-invocation-id-header.ts";

export const execPlanStatusGet = defineQuery({
  meta: {
    key: "exec.plan.status.get",
    version: "1.0.0",
    title: "Get a plan run's status",
    description: "Answers where a plan's run and each of its steps stand.",
    goal: "Follow a plan's run step by step.",
    context: "Called while a plan runs, and afterwards to see what each step did.",
    domain: executionDomain,
    owners: executionOwners,
    tags: ["execution", "plan", "status"],
    stability: "stable",
    since: "1.0.0",
    source: source("execution-types", "10"),
  },
  capability: executionCapability,
  io: {
    input: ExecPlanStatusGetParams,
    output: ExecPlanStatusGetResult,
    errors: {
      INVOCATION_NOT_FOUND: { when: "There is no invocation of that identifier, or the caller may not see it." },
      NOT_A_PLAN: { when: "The invocation is of a single capability." },
    },
  },
  policy: { auth: "user", pii: [] },
  headers: {
    request: executionRequestHeaders({ invocationId: "/params/invocation_id" }),
    response: [
      { header: orchInvocationIdHeader, counterpart: "/result/invocation_id" },
      { header: orchExecutionStateHeader, counterpart: "/result/state" },
    ],
  },
});
