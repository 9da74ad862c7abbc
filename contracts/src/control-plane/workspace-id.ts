import { type Static, Type } from "@sinclair/typebox";
import { identifierPattern } from "../common/orch-id.ts";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const WorkspaceId = defineType({
  name: "WorkspaceId",
  title: "Workspace identifier",
  description:
    "Names the workspace that an intent belongs to; executions can be listed by it. 1 to 128 visible ASCII characters.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: Type.String({ pattern: identifierPattern }),
  examples: {
    valid: [{ title: "as it is written", value: "imaging" }],
    invalid: [
      { title: "with a space", value: "two words", pointer: "", keyword: "pattern" },
      { title: "a number", value: 7, pointer: "", keyword: "type" },
    ],
  },
});
export type WorkspaceId = Static<typeof WorkspaceId.schema>;
