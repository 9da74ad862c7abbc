import { type Static, Type } from "@sinclair/typebox";
import { Timestamp } from "../common/timestamp.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneEvidenceBundle, evidenceExample } from "./control-plane-evidence-bundle.ts";

export const ControlPlaneExecutionEvidenceExportOutput = defineType({
  name: "ControlPlaneExecutionEvidenceExportOutput",
  title: "Export Evidence: output",
  description: "Everything that is known about one run, in one bundle that can be verified elsewhere.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." }),
    bundle: ref(ControlPlaneEvidenceBundle, {
      description:
        "The plan, the attempts, the decisions, the approvals, the ledger's entries, and a hash over all of it.",
    }),
    exportedAt: ref(Timestamp, { description: "When it was exported." }),
  }),
  examples: {
    valid: [
      {
        title: "of a run of one step",
        value: {
          runId: "inv-1",
          bundle: evidenceExample,
          exportedAt: "2026-03-01T09:30:00.000Z",
        },
      },
    ],
    invalid: [
      {
        title: "without a bundle",
        value: { runId: "inv-1", exportedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "",
        keyword: "required",
      },
      {
        title: "a bundle as text",
        value: { runId: "inv-1", bundle: "{}", exportedAt: "2026-03-01T09:30:00.000Z" },
        pointer: "/bundle",
        keyword: "type",
      },
    ],
  },
});
export type ControlPlaneExecutionEvidenceExportOutput = Static<typeof ControlPlaneExecutionEvidenceExportOutput.schema>;
