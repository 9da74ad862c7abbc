import { orchExecutionStateHeader } from "../execution/orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "../execution/orch-invocation-id-header.ts";
import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlaneExecutionRetryInput } from "./control-plane-execution-retry-input.ts";
import { ControlPlaneExecutionRetryOutput } from "./control-plane-execution-retry-output.ts";
import { runEvents } from "./run-events.ts";

export const controlPlaneExecutionRetry = defineCommand({
  meta: {
    key: "controlPlane.execution.retry",
    title: "Retry Execution",
    version: CONTROL_PLANE_VERSION,
    description:
      "Starts a new run of the same plan after one that did not complete. Steps that COMPLETED are not run again: the new run takes over their outputs. Steps of capabilities that are not idempotent and whose outcome is not known are run again, which is why a person must ask for it. The old run stays as it ended.",
    goal: "Finish a plan after its cause of failure is removed, without repeating what was done.",
    context: "Called by an operator after a run has failed, was cancelled or ran out of time.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "execution"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionRetryInput,
    output: ControlPlaneExecutionRetryOutput,
    errors: {
      INVOCATION_NOT_FOUND: { when: "There is no run with this `runId`." },
      STATE_CONFLICT: { when: "The run is still open, or it completed." },
      POLICY_DENIED: { when: "Policy denies the new run as a whole; nothing was started." },
      CONSTRAINT_VIOLATION: {
        when: "The new run breaks a constraint that policy set for the request; nothing was started.",
      },
      KILL_SWITCH_ACTIVE: { when: "A kill switch covers the new run; nothing was started." },
    },
  },
  policy: { auth: "admin", pii: [] },
  sideEffects: { emits: runEvents },
  headers: {
    request: [{ header: orchInvocationIdHeader, counterpart: "/params/runId" }],
    response: [{ header: orchInvocationIdHeader, counterpart: "/result/runId" }, { header: orchExecutionStateHeader }],
  },
});
