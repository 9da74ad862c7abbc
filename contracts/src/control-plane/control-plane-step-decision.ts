import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneStepDecision = defineType({
  name: "ControlPlaneStepDecision",
  title: "Step decision",
  description:
    "What a human decided about a step that waited: `approved`, so that it runs, or `rejected`, so that it never does.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  schema: stringEnum(["approved", "rejected"]),
  examples: {
    valid: [
      { title: "it may run", value: "approved" },
      { title: "it may not", value: "rejected" },
    ],
    invalid: [
      { title: "still open", value: "pending", pointer: "", keyword: "enum" },
      { title: "what is asked for and not what is decided", value: "approve", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlPlaneStepDecision = Static<typeof ControlPlaneStepDecision.schema>;
