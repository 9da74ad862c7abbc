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
import { ControlPlaneExecutionResumeInput } from "./control-plane-execution-resume-input.ts";
import { ControlPlaneExecutionResumeOutput } from "./control-plane-execution-resume-output.ts";
import { runEvents } from "./run-events.ts";

export const controlPlaneExecutionResume = defineCommand({
  meta: {
    key: "controlPlane.execution.resume",
    title: "Resume Execution",
    version: CONTROL_PLANE_VERSION,
    description: "Lets a paused run go on where it was held: the steps that are ready are started.",
    goal: "Go on with a run after a pause.",
    context: "Called by an operator after `controlPlane.execution.pause`.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "execution"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionResumeInput,
    output: ControlPlaneExecutionResumeOutput,
    errors: {
      INVOCATION_NOT_FOUND: { when: "There is no run with this `runId`." },
      STATE_CONFLICT: { when: "The run is not paused." },
    },
  },
  policy: { auth: "admin", pii: [] },
  sideEffects: { emits: runEvents },
  headers: {
    request: [{ header: orchInvocationIdHeader, counterpart: "/params/runId" }],
    response: [{ header: orchInvocationIdHeader, counterpart: "/result/runId" }, { header: orchExecutionStateHeader }],
  },
});
