import { defineQuery } from "../spec/define-operation.ts";
import { source } from "../spec/source.ts";
import {
  CONTROL_PLANE_DOMAIN,
  CONTROL_PLANE_OWNERS,
  CONTROL_PLANE_STABILITY,
  CONTROL_PLANE_TAGS,
  CONTROL_PLANE_VERSION,
} from "./constants.ts";
import { ControlPlaneExecutionListInput } from "./control-plane-execution-list-input.ts";
import { ControlPlaneExecutionListOutput } from "./control-plane-execution-list-output.ts";

export const controlPlaneExecutionList = defineQuery({
  meta: {
    key: "controlPlane.execution.list",
    title: "List Executions",
    version: CONTROL_PLANE_VERSION,
    description:
      "Lists executions, the latest first, page by page. Filters narrow together; without any, all are listed. A page shows the records as they are when it is made.",
    goal: "Find executions, and see what runs at the moment.",
    context: "Called by operators and by the console.",
    domain: CONTROL_PLANE_DOMAIN,
    owners: CONTROL_PLANE_OWNERS,
    tags: [...CONTROL_PLANE_TAGS, "execution"],
    stability: CONTROL_PLANE_STABILITY,
    since: CONTROL_PLANE_VERSION,
    source: source("control-plane-operations", "controlPlane.* operations"),
  },
  capability: { key: "control-plane.core", version: "1.0.0" },
  io: { input: ControlPlaneExecutionListInput, output: ControlPlaneExecutionListOutput },
  policy: { auth: "admin", pii: [] },
});
