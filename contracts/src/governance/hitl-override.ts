import { controlPlaneExecutionFailed } from "../control-plane/control-plane-execution-failed.ts";
import { controlPlaneExecutionStepBlocked } from "../control-plane/control-plane-execution-step-blocked.ts";
import { controlPlaneExecutionStepStarted } from "../control-plane/control-plane-execution-step-started.ts";
import { defineCommand } from "../spec/define-operation.ts";
import { governanceMeta } from "./governance-meta.ts";
import { HitlOverrideParams } from "./hitl-override-params.ts";
import { HitlOverrideResult } from "./hitl-override-result.ts";

export const hitlOverride = defineCommand({
  meta: {
    ...governanceMeta,
    key: "hitl.override",
    title: "Override a human decision",
    description:
      "Sets aside a human decision, or the lack of one, and puts another in its place. The ledger records who, why and what. It never sets aside a DENY of policy, and what has already been done is not undone.",
    goal: "Let an authorised person correct a decision when waiting would do harm.",
    context: "Called in an emergency, by somebody who answers for it; ordinary decisions use `hitl.decision.submit`.",
    tags: ["governance", "human-in-the-loop", "audit"],
  },
  capability: { key: "governance.approval", version: "1.0.0" },
  io: {
    input: HitlOverrideParams,
    output: HitlOverrideResult,
    errors: {
      APPROVAL_NOT_FOUND: { when: "There is no request with this `request_id`." },
      STATE_CONFLICT: { when: "The work that waited has already ended, so no decision can change it." },
    },
  },
  policy: { auth: "admin", pii: ["/params/reason"] },
  sideEffects: {
    emits: [
      { event: controlPlaneExecutionStepStarted, when: "It may be done now, and the step that waited is started." },
      { event: controlPlaneExecutionStepBlocked, when: "It may not be done now, and the step has not started yet." },
      { event: controlPlaneExecutionFailed, when: "The run fails because a required step may not be done." },
    ],
  },
});
