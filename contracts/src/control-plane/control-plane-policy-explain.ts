import { defineQuery } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlanePolicyExplainInput } from "./control-plane-policy-explain-input.ts";
import { ControlPlanePolicyExplainOutput } from "./control-plane-policy-explain-output.ts";

export const controlPlanePolicyExplain = defineQuery({
  meta: {
    key: "controlPlane.policy.explain",
    title: "Explain Policy",
    version: CONTROL_PLANE_VERSION,
    description:
      "Explains what policy says of an execution, or of one of its steps: it asks the policies in force on behalf of whoever the run is of, as is done again before each attempt, or of the caller where there is no run yet. The reasons add what became of it before: other policies that decided when it was accepted, and what humans answered. Nothing is changed by it.",
    goal: "Understand why something was allowed, held or blocked.",
    context: "Called by operators and auditors, and by reviewers before they decide.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "policy"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.audit", version: "1.0.0" },
  io: {
    input: ControlPlanePolicyExplainInput,
    output: ControlPlanePolicyExplainOutput,
    errors: {
      EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." },
      STEP_NOT_FOUND: { when: "The plan of the execution has no such step." },
      STATE_CONFLICT: { when: "The execution has no plan yet that policy could be asked about." },
    },
  },
  policy: { auth: "admin", pii: [] },
});
