import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneVerdict = defineType({
  name: "ControlPlaneVerdict",
  title: "Verdict",
  description:
    "How far a plan or a step may go by itself: `autonomous`, without a human; `assist`, after a human has approved; `blocked`, not at all. The table `verdictOfPolicyDecision` says which policy decision is which verdict.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  schema: stringEnum(["autonomous", "assist", "blocked"]),
  examples: {
    valid: [
      { title: "without a human", value: "autonomous" },
      { title: "not at all", value: "blocked" },
    ],
    invalid: [
      { title: "a policy decision", value: "DENY", pointer: "", keyword: "enum" },
      { title: "in upper case", value: "BLOCKED", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlPlaneVerdict = Static<typeof ControlPlaneVerdict.schema>;
