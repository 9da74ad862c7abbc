import { defineQuery } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { ExecStatusGetParams } from "./exec-status-get-params.ts";
import { ExecStatusGetResult } from "./exec-status-get-result.ts";
import { executionCapability, executionDomain, executionOwners } from "./execution-core.ts";
import { executionRequestHeaders } from "./execution-request-headers.ts";
import { orchExecutionStateHeader } from "./orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "./orch-invocation-id-header.ts";

export const execStatusGet = defineQuery({
  meta: {
    key: "exec.status.get",
    version: "1.0.0",
    title: "Get an invocation's status",
    description:
      "Answers where an invocation stands, and its outcome if it has one. It reads any invocation, of a single capability or of a plan.",
    goal: "Learn what became of an invocation.",
    context: "Called after an asynchronous invocation, or after a connection was lost.",
    domain: executionDomain,
    owners: executionOwners,
    tags: ["execution", "status"],
    stability: "stable",
    since: "1.0.0",
    source: source("execution-types", "5"),
  },
  capability: executionCapability,
  io: {
    input: ExecStatusGetParams,
    output: ExecStatusGetResult,
    errors: {
      INVOCATION_NOT_FOUND: { when: "There is no invocation of that identifier, or the caller may not see it." },
    },
  },
  policy: { auth: "user", pii: ["/result/output"] },
  headers: {
    request: executionRequestHeaders({ invocationId: "/params/invocation_id" }),
    response: [
      { header: orchInvocationIdHeader, counterpart: "/result/invocation_id" },
      { header: orchExecutionStateHeader, counterpart: "/result/state" },
    ],
  },
});
