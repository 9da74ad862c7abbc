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
import { ControlPlaneExecutionEvidenceExportInput } from "./control-plane-execution-evidence-export-input.ts";
import { ControlPlaneExecutionEvidenceExportOutput } from "./control-plane-execution-evidence-export-output.ts";

export const controlPlaneExecutionEvidenceExport = defineCommand({
  meta: {
    key: "controlPlane.execution.evidence.export",
    title: "Export Evidence",
    version: CONTROL_PLANE_VERSION,
    description:
      "Gathers all that shows what a run did and why it was allowed to, in one bundle with a hash over it. The export itself is recorded in the ledger. A run that is still open can be exported as far as it has come.",
    goal: "Hand an auditor something that can be checked without access to this control plane.",
    context: "Called after a run, for an audit, an incident or a customer.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "evidence"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.audit", version: "1.0.0" },
  io: {
    input: ControlPlaneExecutionEvidenceExportInput,
    output: ControlPlaneExecutionEvidenceExportOutput,
    errors: { INVOCATION_NOT_FOUND: { when: "There is no run with this `runId`." } },
  },
  policy: { auth: "admin", pii: ["/result/bundle/plan", "/result/bundle/approvals"] },

  headers: {
    request: [{ header: orchInvocationIdHeader, counterpart: "/params/runId" }],
    response: [{ header: orchInvocationIdHeader, counterpart: "/result/runId" }, { header: orchExecutionStateHeader }],
  },
});
