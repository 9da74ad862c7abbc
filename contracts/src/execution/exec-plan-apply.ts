import { runEvents } from "../control-plane/run-events.ts";
import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { ExecPlanApplyParams } from "./exec-plan-apply-params.ts";
import { ExecPlanApplyResult } from "./exec-plan-apply-result.ts";
import { executionCapability, executionDomain, executionOwners } from "./execution-core.ts";
import { executionRequestHeaders } from "./execution-request-headers.ts";
import { orchExecutionStateHeader } from "./orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "./orch-invocation-id-header.ts";

export const execPlanApply = defineCommand({
  meta: {
    key: "exec.plan.apply",
    version: "1.0.0",
    title: "Apply a plan",
    description:
      "Runs a submitted plan. Each application is a new run with its own `invocation_id`. It starts the same run that `controlPlane.execution.start` starts. A plan is applied by whoever submitted it, or by an admin; by others it is `FORBIDDEN`.",
    goal: "Run a plan, step by step, governed and recorded.",
    context: "Called after the plan was submitted and is `READY_FOR_EXECUTION`.",
    domain: executionDomain,
    owners: executionOwners,
    tags: ["execution", "plan"],
    stability: "stable",
    since: "1.0.0",
    source: source("execution-types", "9"),
  },
  capability: executionCapability,
  io: {
    input: ExecPlanApplyParams,
    output: ExecPlanApplyResult,
    errors: {
      PLAN_NOT_FOUND: { when: "No plan of that identifier was submitted." },
      PLAN_NOT_READY: { when: "The plan is `PENDING_REVIEW` or `REJECTED`." },
      POLICY_DENIED: {
        when: "Policy denies the run before anything ran; the error carries the members of `GovernanceError`.",
      },
      CONSTRAINT_VIOLATION: {
        when: "The run breaks a constraint that policy set for the request; nothing was started.",
      },
      KILL_SWITCH_ACTIVE: { when: "A kill switch is on for the run." },
    },
  },
  policy: { auth: "user", pii: [] },
  sideEffects: { emits: runEvents },
  headers: {
    request: executionRequestHeaders({ mode: "/params/mode" }),
    response: [
      { header: orchInvocationIdHeader, counterpart: "/result/invocation_id" },
      { header: orchExecutionStateHeader, counterpart: "/result/state" },
    ],
  },
});
