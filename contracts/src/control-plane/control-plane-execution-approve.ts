import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlaneExecutionApproveInput } from "./control-plane-execution-approve-input.ts";
import { ControlPlaneExecutionApproveOutput } from "./control-plane-execution-approve-output.ts";
import { controlPlaneExecutionStepStarted } from "./control-plane-execution-step-started.ts";

export const controlPlaneExecutionApprove = defineCommand({
  meta: {
    key: "controlPlane.execution.approve",
    title: "Approve Step",
    version: CONTROL_PLANE_VERSION,
    description:
      "Approves a step that waits for a human. The approval counts for this run, this step, the policies in force and the input that was shown; when one of them changes it must be asked for again. It never sets aside a DENY. It answers the same request as `hitl.decision.submit`.",
    goal: "Let a person take responsibility for a step that policy does not allow by itself.",
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
    input: ControlPlaneExecutionApproveInput,
    output: ControlPlaneExecutionApproveOutput,
    errors: {
      EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." },
      STEP_NOT_FOUND: { when: "The plan of the execution has no such step." },
      APPROVAL_NOT_FOUND: { when: "Nobody was asked to approve this step." },
      STATE_CONFLICT: { when: "The step was decided already, or what waited has ended." },
    },
  },
  policy: { auth: "admin", pii: ["/params/note"] },
  sideEffects: { emits: [{ event: controlPlaneExecutionStepStarted, when: "The approved step is started." }] },
});
