import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { controlPlanePlanRejected } from "./control-plane-plan-rejected.ts";
import { ControlPlanePlanVerifyInput } from "./control-plane-plan-verify-input.ts";
import { ControlPlanePlanVerifyOutput } from "./control-plane-plan-verify-output.ts";

export const controlPlanePlanVerify = defineCommand({
  meta: {
    key: "controlPlane.plan.verify",
    title: "Verify Plan",
    version: CONTROL_PLANE_VERSION,
    description:
      "Asks policy about every step of a compiled plan and records the verdict. Nothing is run. `blocked` means that at least one step is denied; the execution is then `rejected`. `assist` means that a human must approve; it is then `awaiting_approval`. Otherwise it is `ready`.",
    goal: "Know before the start whether a plan may run, and whether a human is needed.",
    context:
      "Called after `controlPlane.plan.compile` and before `controlPlane.execution.start`, which asks policy again in any case.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "policy"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.audit", version: "1.0.0" },
  io: {
    input: ControlPlanePlanVerifyInput,
    output: ControlPlanePlanVerifyOutput,
    errors: {
      EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." },
      PLAN_NOT_FOUND: { when: "There is no plan with this `planId`." },
      STATE_CONFLICT: {
        when: "`policyVersion` is not in force, the execution has another plan, or it has already been started or cancelled.",
      },
    },
  },
  policy: { auth: "admin", pii: [] },
  sideEffects: { emits: [{ event: controlPlanePlanRejected, when: "The verdict is `blocked`." }] },
});
