import type { Static } from "@sinclair/typebox";
import { orchPageResponse } from "../common/orch-page-response.ts";
import { defineType, ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";
import { ControlPlaneExecution } from "./control-plane-execution.ts";

export const ControlPlaneExecutionListOutput = defineType({
  name: "ControlPlaneExecutionListOutput",
  title: "List Executions: output",
  description: "One page of executions, the latest first.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: orchPageResponse(ref(ControlPlaneExecution)),
  examples: {
    valid: [
      { title: "none", value: { items: [] } },
      {
        title: "one of many",
        value: {
          items: [
            {
              executionId: "exe-1",
              status: "completed",
              createdAt: "2026-03-01T09:30:00.000Z",
              updatedAt: "2026-03-01T09:30:00.000Z",
            },
          ],
          next_cursor: "eyJhZnRlciI6ImV4ZS0xIn0",
          total_estimate: 120,
        },
      },
    ],
    invalid: [
      { title: "without items", value: { total_estimate: 0 }, pointer: "", keyword: "required" },
      {
        title: "an item without a status",
        value: {
          items: [
            { executionId: "exe-1", createdAt: "2026-03-01T09:30:00.000Z", updatedAt: "2026-03-01T09:30:00.000Z" },
          ],
        },
        pointer: "/items/0",
        keyword: "required",
      },
    ],
  },
});
export type ControlPlaneExecutionListOutput = Static<typeof ControlPlaneExecutionListOutput.schema>;
