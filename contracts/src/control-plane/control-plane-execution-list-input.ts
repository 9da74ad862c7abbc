import { type Static, Type } from "@sinclair/typebox";
import { orchPageRequestMembers } from "../common/orch-page-request.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecutionStatus } from "./control-plane-execution-status.ts";
import { WorkspaceId } from "./workspace-id.ts";

export const ControlPlaneExecutionListInput = defineType({
  name: "ControlPlaneExecutionListInput",
  title: "List Executions: input",
  description: "Which executions to list, and which page of them.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.Object({
    workspaceId: Type.Optional(ref(WorkspaceId, { description: "Only those whose intent belongs to this workspace." })),
    status: Type.Optional(ref(ControlPlaneExecutionStatus, { description: "Only those that stand here." })),
    ...orchPageRequestMembers,
  }),
  examples: {
    valid: [
      { title: "the first page of all", value: {} },
      { title: "what runs", value: { status: "running", limit: 100 } },
    ],
    invalid: [
      { title: "an unknown status", value: { status: "RUNNING" }, pointer: "/status", keyword: "enum" },
      { title: "no items at all", value: { limit: 0 }, pointer: "/limit", keyword: "minimum" },
      { title: "too many items", value: { limit: 1001 }, pointer: "/limit", keyword: "maximum" },
    ],
  },
});
export type ControlPlaneExecutionListInput = Static<typeof ControlPlaneExecutionListInput.schema>;
