import { Type } from "@sinclair/typebox";
import { defineHeader } from "../spec/define-header.ts";
import { source } from "../spec/source.ts";

export const orchHitlRequiredHeader = defineHeader({
  name: "Orch-HITL-Required",
  title: "Human required",
  description:
    "Response header: `true` if a human must approve before the work goes on, else `false`. It is `true` exactly when `Orch-Decision` is `HITL_REQUIRED` or `ESCALATION_REQUIRED`.",
  stability: "stable",
  since: "1.0.0",
  source: source("oap-protocol", "Headers by chapter"),
  schema: Type.Boolean(),
  example: "false",
});
