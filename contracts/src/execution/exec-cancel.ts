import { controlPlaneExecutionFailed } from "../control-plane/control-plane-execution-failed.ts";
import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { ExecCancelParams } from "./exec-cancel-params.ts";
import { ExecCancelResult } from "./exec-cancel-result.ts";
import { executionCapability, executionDomain, executionOwners } from "./execution-core.ts";
import { executionRequestHeaders } from "./execution-request-headers.ts";
import { orchExecutionStateHeader } from "./orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "./orch-invocation-id-header.ts";

export const execCancel = defineCommand({
  meta: {
    key: "exec.cancel",
    version: "1.0.0",
    title: "Cancel an invocation",
    description:
      "Stops an invocation. One that is `PENDING` or `RUNNING` becomes `CANCELLED`, and what runs is told to abort; cancelling a plan's run cancels its open steps. One that has ended stays as it is, and the answer says so.",
    goal: "Stop work that is no longer wanted.",
    context: "Called while an invocation is pending or running.",
    domain: executionDomain,
    owners: executionOwners,
    tags: ["execution", "cancellation"],
    stability: "stable",
    since: "1.0.0",
    source: source("execution-types", "6"),
  },
  capability: executionCapability,
  io: {
    input: ExecCancelParams,
    output: ExecCancelResult,
    errors: {
      INVOCATION_NOT_FOUND: { when: "There is no invocation of that identifier, or the caller may not see it." },
    },
  },
  policy: { auth: "user", pii: ["/params/reason"] },
  sideEffects: {
    emits: [{ event: controlPlaneExecutionFailed, when: "The invocation was open and ends by the cancellation." }],
  },
  headers: {
    request: executionRequestHeaders({ invocationId: "/params/invocation_id" }),
    response: [
      { header: orchInvocationIdHeader, counterpart: "/result/invocation_id" },
      { header: orchExecutionStateHeader, counterpart: "/result/new_state" },
    ],
  },
});
