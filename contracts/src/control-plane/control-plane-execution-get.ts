import { orchExecutionStateHeader } from "../execution/orch-execution-state-header.ts";
import { orchInvocationIdHeader } from "../execution/orch-invocation-id-header.ts";
import { defineQuery } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlaneExecutionGetInput } from "./control-plane-execution-get-input.ts";
import { ControlPlaneExecutionGetOutput } from "./control-plane-execution-get-output.ts";

export const controlPlaneExecutionGet = defineQuery({
  meta: {
    key: "controlPlane.execution.get",
    title: "Get Execution",
    version: CONTROL_PLANE_VERSION,
    description: "Reads the record of one execution. `exec.status.get` reads the same record by the run.",
    goal: "See where an execution stands.",
    context: "Called while an execution is on its way, and afterwards.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "execution"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionGetInput,
    output: ControlPlaneExecutionGetOutput,
    errors: { EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." } },
  },
  policy: { auth: "admin", pii: [] },

  headers: {
    response: [
      { header: orchInvocationIdHeader, counterpart: "/result/execution/runId" },
      { header: orchExecutionStateHeader },
    ],
  },
});
