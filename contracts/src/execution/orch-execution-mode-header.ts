import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionMode } from "./execution-mode.ts";

export const orchExecutionModeHeader = defineHeader({
  name: "Orch-Execution-Mode",
  title: "Execution mode",
  description:
    "Says to gateways whether the answer waits for the outcome. It must equal `params.mode` where that is present; it does not set the mode.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "0"),
  schema: ref(ExecutionMode),
  example: "ASYNC",
});
