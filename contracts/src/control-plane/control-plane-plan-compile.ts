import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlanePlanCompileInput } from "./control-plane-plan-compile-input.ts";
import { ControlPlanePlanCompileOutput } from "./control-plane-plan-compile-output.ts";
import { controlPlanePlanCompiled } from "./control-plane-plan-compiled.ts";
import { controlPlanePlanRejected } from "./control-plane-plan-rejected.ts";

export const controlPlanePlanCompile = defineCommand({
  meta: {
    key: "controlPlane.plan.compile",
    title: "Compile Plan",
    version: CONTROL_PLANE_VERSION,
    description:
      "Turns an intent into a plan. With a `draft`, the draft is checked as `exec.plan.submit` checks it and becomes the plan of the execution. Without one a planner would have to write it, and since no model is built in, that is `PLANNER_UNAVAILABLE`. The same draft always compiles to the same hash.",
    goal: "Get from what is wanted to a checked plan that can be verified and started.",
    context: "Called after `controlPlane.intent.submit`, once somebody has drafted the steps.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "plan"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: {
    input: ControlPlanePlanCompileInput,
    output: ControlPlanePlanCompileOutput,
    errors: {
      EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." },
      INTENT_NOT_FOUND: { when: "There is no intent with this `intentId`, or it is not the one of the execution." },
      PLANNER_UNAVAILABLE: { when: "There is no `draft`, and no planner is configured." },
      INVALID_PLAN: { when: "The draft is wrong; `details.issues` lists every issue." },
      STATE_CONFLICT: { when: "The execution has already been started, was rejected or was cancelled." },
    },
  },
  policy: { auth: "admin", pii: ["/params/draft"] },
  sideEffects: {
    emits: [
      { event: controlPlanePlanCompiled, when: "The plan is compiled." },
      { event: controlPlanePlanRejected, when: "Policy denies the plan; the execution is then `rejected`." },
    ],
  },
});
