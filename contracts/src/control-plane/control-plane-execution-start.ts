import { orchExecutionModeHeader } from "../execution/orch-execution-mode-header.ts";
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
import { ControlPlaneExecutionStartInput } from "./control-plane-execution-start-input.ts";
import { ControlPlaneExecutionStartOutput } from "./control-plane-execution-start-output.ts";
import { runEvents } from "./run-events.ts";

export const controlPlaneExecutionStart = defineCommand({
  meta: {
    key: "controlPlane.execution.start",
    title: "Start Execution",
    version: CONTROL_PLANE_VERSION,
    description: "Start executing an approved compiled plan.",
    goal: "Run deterministic plan steps through the governed runtime loop.",
    context: "Triggered after successful verification and optional approval decisions.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "execution"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("execution-start", "Source Definition"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionStartInput,
    output: ControlPlaneExecutionStartOutput,
    errors: {
      PLAN_NOT_FOUND: { when: "There is no plan with this `planId`." },
      PLAN_NOT_READY: { when: "The plan was rejected, or it waits for a human." },
      STATE_CONFLICT: {
        when: "The execution was started already, which is what `controlPlane.execution.retry` is for; or it belongs to another plan; or its status is not `received`, `compiled` or `ready`.",
      },
      POLICY_DENIED: { when: "Policy denies the run as a whole; nothing was started." },
      CONSTRAINT_VIOLATION: {
        when: "The run breaks a constraint that policy set for the request; nothing was started.",
      },
      KILL_SWITCH_ACTIVE: { when: "A kill switch covers the run; nothing was started." },
    },
  },
  policy: { auth: "admin", pii: [] },
  sideEffects: { emits: runEvents },
  headers: {
    request: [{ header: orchExecutionModeHeader, counterpart: "/params/mode" }],
    response: [{ header: orchInvocationIdHeader, counterpart: "/result/runId" }, { header: orchExecutionStateHeader }],
  },
});
