import { defineCommand } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlaneExecutionCancelInput } from "./control-plane-execution-cancel-input.ts";
import { ControlPlaneExecutionCancelOutput } from "./control-plane-execution-cancel-output.ts";
import { controlPlaneExecutionFailed } from "./control-plane-execution-failed.ts";

export const controlPlaneExecutionCancel = defineCommand({
  meta: {
    key: "controlPlane.execution.cancel",
    title: "Cancel Execution",
    version: CONTROL_PLANE_VERSION,
    description:
      "Stops an execution for good. Running attempts are aborted, open steps are cancelled, and the status is `cancelled`. An execution that has already ended stays as it is, and its status is answered. What was done is not undone.",
    goal: "End work that is no longer wanted.",
    context: "Called by an operator at any time before the end.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "execution"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionCancelInput,
    output: ControlPlaneExecutionCancelOutput,
    errors: { EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." } },
  },
  policy: { auth: "admin", pii: ["/params/reason"] },
  sideEffects: {
    emits: [{ event: controlPlaneExecutionFailed, when: "A run was open and ends by the cancellation." }],
  },
});
