import { type Static, Type } from "@sinclair/typebox";
import { OrchCaller } from "../common/orch-caller.ts";
import { InvocationId } from "../execution/invocation-id.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneExecutionEvidenceExportInput = defineType({
  name: "ControlPlaneExecutionEvidenceExportInput",
  title: "Export Evidence: input",
  description: "Which run to export, and by whom.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    runId: ref(InvocationId, { description: "The run: the `invocation_id` of `exec.*`." }),
    exportedBy: ref(OrchCaller, {
      description: "Who exports. It must equal the authenticated caller; another is `FORBIDDEN`.",
    }),
  }),
  examples: {
    valid: [{ title: "as it is written", value: { runId: "inv-1", exportedBy: "user:grace" } }],
    invalid: [
      { title: "without who exports", value: { runId: "inv-1" }, pointer: "", keyword: "required" },
      { title: "an empty run", value: { runId: "", exportedBy: "user:grace" }, pointer: "/runId", keyword: "pattern" },
    ],
  },
});
export type ControlPlaneExecutionEvidenceExportInput = Static<typeof ControlPlaneExecutionEvidenceExportInput.schema>;
