import { defineQuery } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlaneTraceGetInput } from "./control-plane-trace-get-input.ts";
import { ControlPlaneTraceGetOutput } from "./control-plane-trace-get-output.ts";

export const controlPlaneTraceGet = defineQuery({
  meta: {
    key: "controlPlane.trace.get",
    title: "Get Trace",
    version: CONTROL_PLANE_VERSION,
    description:
      "Tells what happened to an execution, in order, from the intent to the end, across all its runs. Payloads are left out unless they are asked for, and even then members that contracts mark as personal are redacted.",
    goal: "Understand how an execution came to where it is.",
    context: "Called by operators who look into an execution, and by auditors.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "trace"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.audit", version: "1.0.0" },
  io: {
    input: ControlPlaneTraceGetInput,
    output: ControlPlaneTraceGetOutput,
    errors: { EXECUTION_NOT_FOUND: { when: "There is no execution with this `executionId`." } },
  },
  policy: { auth: "admin", pii: ["/result/entries"] },
});
