import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneStage = defineType({
  name: "ControlPlaneStage",
  title: "Stage",
  description:
    "In which part of its life an execution is, or was when something was traced: the `intent`, the `plan`, its `policy` check, a human `approval`, or the `execution` of its steps.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("control-plane-operations", "controlPlane.* operations"),
  schema: stringEnum(["intent", "plan", "policy", "approval", "execution"]),
  examples: {
    valid: [
      { title: "making the plan", value: "plan" },
      { title: "running steps", value: "execution" },
    ],
    invalid: [
      { title: "in upper case", value: "PLAN", pointer: "", keyword: "enum" },
      { title: "a stage that there is not", value: "planner", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlPlaneStage = Static<typeof ControlPlaneStage.schema>;
