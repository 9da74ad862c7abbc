import type { Static } from "@sinclair/typebox";
import { defineType } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { stringEnum } from "../spec/string-enum.ts";
import { CONTROL_PLANE_STABILITY, CONTROL_PLANE_VERSION } from "./constants.ts";

export const ControlPlaneIntentStatus = defineType({
  name: "ControlPlaneIntentStatus",
  title: "Intent status",
  description: "What became of a submitted intent: it was `received`. What follows is told by the execution's status.",
  stability: CONTROL_PLANE_STABILITY,
  since: CONTROL_PLANE_VERSION,
  source: source("wire-decisions", "controlPlane.*"),
  schema: stringEnum(["received"]),
  examples: {
    valid: [{ title: "on disk", value: "received" }],
    invalid: [
      { title: "in upper case", value: "RECEIVED", pointer: "", keyword: "enum" },
      { title: "what follows later", value: "compiled", pointer: "", keyword: "enum" },
    ],
  },
});
export type ControlPlaneIntentStatus = Static<typeof ControlPlaneIntentStatus.schema>;
