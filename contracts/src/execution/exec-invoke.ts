import { runEvents } from "../control-plane/run-events.ts";
import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import { ExecInvokeParams } from "./exec-invoke-params.ts";
import { ExecInvokeResult } from "./exec-invoke-result.ts";
import { executionCapability, executionDomain, executionOwners } from "./execution-core.ts";
import { executionRequestHeaders } from "./execution-request-headers.ts";
import { orchExecutionStateHeader } from "./orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "./orch-invocation-id-header.ts";

export const execInvoke = defineCommand({
  meta: {
    key: "exec.invoke",
    version: "1.0.0",
    title: "Invoke a capability",
    description:
      "Runs one capability. It is a plan of one step: the same checks, journal and governance. `SYNC` answers with the outcome, `ASYNC` as soon as the acceptance is on disk. Work that fails is a success of the exchange: HTTP 200 with the state `FAILED`.",
    goal: "Have one capability do its work, governed and recorded.",
    context: "Called for a single piece of work that needs no plan.",
    domain: executionDomain,
    owners: executionOwners,
    tags: ["execution", "invocation"],
    stability: "stable",
    since: "1.0.0",
    source: source("execution-types", "4"),
  },
  capability: executionCapability,
  io: {
    input: ExecInvokeParams,
    output: ExecInvokeResult,
    errors: {
      MODULE_NOT_FOUND: { when: "`target.module_id` is not registered." },
      CAPABILITY_NOT_FOUND: { when: "The module has no capability of that name." },
      VERSION_NOT_FOUND: { when: "No registered version satisfies `target.version`." },
      POLICY_DENIED: {
        when: "Policy denies the invocation before anything ran; the error carries the members of `GovernanceError`.",
      },
      KILL_SWITCH_ACTIVE: { when: "A kill switch is on for the invocation." },
      CONSTRAINT_VIOLATION: { when: "The request breaks a constraint that policy set." },
    },
  },
  policy: { auth: "user", pii: ["/params/input", "/result/output"] },
  sideEffects: { emits: runEvents },
  headers: {
    request: executionRequestHeaders({
      mode: "/params/mode",
      timeoutMs: "/params/timeout_ms",
      targetModule: "/params/target/module_id",
      targetCapability: "/params/target/capability",
    }),
    response: [
      { header: orchInvocationIdHeader, counterpart: "/result/invocation_id" },
      { header: orchExecutionStateHeader, counterpart: "/result/state" },
    ],
  },
});
