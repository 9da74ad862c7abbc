import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { controlPlaneExecutionFailed } from "./control-plane-execution-failed.ts";
import { ControlPlaneExecutionRejectInput } from "./control-plane-execution-reject-input.ts";
import { ControlPlaneExecutionRejectOutput } from "./control-plane-execution-reject-output.ts";
import { controlPlaneExecutionStepBlocked } from "./control-plane-execution-step-blocked.ts";

export const controlPlaneExecutionReject = defineCommand({
  meta: {
    key: "controlPlane.execution.reject",
    title: "Reject Step",
    version: CONTROL_PLANE_VERSION,
    description:
      "Rejects a step that waits for a human. The step ends FAILED with the reason POLICY_DENIED, and the run goes on or fails as with any failed step. It answers the same request as `hitl.decision.submit`.",
    goal: "Let a person keep a step from running.",
    context: "Called while the execution is `awaiting_approval`, or while one of its steps is blocked for a human.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "approval"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.approval", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionRejectInput,
    output: ControlPlaneExecutionRejectOutput,
    errors: {
      EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." },
      STEP_NOT_FOUND: { when: "The plan of the execution has no such step." },
      APPROVAL_NOT_FOUND: { when: "Nobody was asked to approve this step." },
      STATE_CONFLICT: { when: "The step was decided already, or what waited has ended." },
    },
  },
  policy: { auth: "admin", pii: ["/params/reason"] },
  sideEffects: {
    emits: [
      { event: controlPlaneExecutionStepBlocked, when: "The step is rejected." },
      { event: controlPlaneExecutionFailed, when: "The run fails because a required step was rejected." },
    ],
  },
});
