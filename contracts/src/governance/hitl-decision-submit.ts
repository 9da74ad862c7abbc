import { controlPlaneExecutionFailed } from "../control-plane/control-plane-execution-failed.ts";
import { controlPlaneExecutionStepBlocked } from "../control-plane/control-plane-execution-step-blocked.ts";
import { controlPlaneExecutionStepStarted } from "../control-plane/control-plane-execution-step-started.ts";
import { defineCommand } from "../spec/define-operation.ts";
import { governanceMeta } from "./governance-meta.ts";
import { HitlDecisionSubmitParams } from "./hitl-decision-submit-params.ts";
import { HitlDecisionSubmitResult } from "./hitl-decision-submit-result.ts";

export const hitlDecisionSubmit = defineCommand({
  meta: {
    ...governanceMeta,
    key: "hitl.decision.submit",
    title: "Submit a human decision",
    description:
      "Answers a request for a human decision. An approval lets the waiting work go on; a rejection ends the step with the reason POLICY_DENIED. The caller needs the role that the request asks for, else it is `FORBIDDEN`. It answers the same request as `controlPlane.execution.approve` and `controlPlane.execution.reject`.",
    goal: "Let a responsible person decide about an action that waits.",
    context: "Called by a reviewer with the required role, from the console, the command line or a tool of their own.",
    tags: ["governance", "human-in-the-loop"],
  },
  capability: { key: "governance.approval", version: "1.0.0" },
  io: {
    input: HitlDecisionSubmitParams,
    output: HitlDecisionSubmitResult,
    errors: {
      APPROVAL_NOT_FOUND: { when: "There is no request with this `request_id`." },
      STATE_CONFLICT: { when: "The request is no longer `pending`." },
    },
  },
  policy: { auth: "admin", pii: ["/params/comments", "/params/override_reason"] },
  sideEffects: {
    emits: [
      { event: controlPlaneExecutionStepStarted, when: "It is approved, and the step that waited is started." },
      { event: controlPlaneExecutionStepBlocked, when: "The step that waited is rejected." },
      { event: controlPlaneExecutionFailed, when: "The run fails because a required step was rejected." },
    ],
  },
});
