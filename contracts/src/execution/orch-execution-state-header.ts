import { defineHeader } from "../spec/define-header.ts";
import { ref } from "../spec/define-type.ts";
import { source } from "../spec/source.ts";
import { ExecutionState } from "./execution-state.ts";

export const orchExecutionStateHeader = defineHeader({
  name: "Orch-Execution-State",
  title: "Execution state",
  description: "The state of the invocation that the answer is about, equal to the one in the body.",
  stability: "stable",
  since: "1.0.0",
  source: source("execution-types", "0"),
  schema: ref(ExecutionState),
  example: "RUNNING",
});
