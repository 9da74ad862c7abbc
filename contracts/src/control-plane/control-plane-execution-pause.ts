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
import { ControlPlaneExecutionPauseInput } from "./control-plane-execution-pause-input.ts";
import { ControlPlaneExecutionPauseOutput } from "./control-plane-execution-pause-output.ts";
import { controlPlaneExecutionStepBlocked } from "./control-plane-execution-step-blocked.ts";

export const controlPlaneExecutionPause = defineCommand({
  meta: {
    key: "controlPlane.execution.pause",
    title: "Pause Execution",
    version: CONTROL_PLANE_VERSION,
    description:
      "Keeps further steps of a run from starting. Attempts that already run go on to their end. The deadline of the run does not stop. `exec.*` shows a paused run as RUNNING.",
    goal: "Hold a run for a while without losing what it has done.",
    context: "Called by an operator who wants to look before the run goes on.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "execution"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionPauseInput,
    output: ControlPlaneExecutionPauseOutput,
    errors: {
      INVOCATION_NOT_FOUND: { when: "There is no run with this `runId`." },
      STATE_CONFLICT: { when: "The run is paused already, or has ended." },
    },
  },
  policy: { auth: "admin", pii: ["/params/reason"] },
  sideEffects: {
    emits: [{ event: controlPlaneExecutionStepBlocked, when: "The run was paused; the event names no step." }],
  },
  headers: {
    request: [{ header: orchInvocationIdHeader, counterpart: "/params/runId" }],
    response: [{ header: orchInvocationIdHeader, counterpart: "/result/runId" }, { header: orchExecutionStateHeader }],
  },
});
