import type { OperationSpec } from "../spec/define-operation.ts";
import { controlPlaneExecutionCompleted } from "./control-plane-execution-completed.ts";
import { controlPlaneExecutionFailed } from "./control-plane-execution-failed.ts";
import { controlPlaneExecutionStepBlocked } from "./control-plane-execution-step-blocked.ts";
import { controlPlaneExecutionStepCompleted } from "./control-plane-execution-step-completed.ts";
import { controlPlaneExecutionStepFailed } from "./control-plane-execution-step-failed.ts";
import { controlPlaneExecutionStepSkipped } from "./control-plane-execution-step-skipped.ts";
import { controlPlaneExecutionStepStarted } from "./control-plane-execution-step-started.ts";

/** What a run emits, whichever operation starts it or lets it go on. */
export const runEvents: OperationSpec["sideEffects"]["emits"] = [
  { event: controlPlaneExecutionStepStarted, when: "An attempt at a step is started." },
  { event: controlPlaneExecutionStepBlocked, when: "A step is kept from running, or waits for a human." },
  { event: controlPlaneExecutionStepCompleted, when: "A step completes." },
  { event: controlPlaneExecutionStepFailed, when: "An attempt at a step fails." },
  { event: controlPlaneExecutionStepSkipped, when: "A step is passed over." },
  { event: controlPlaneExecutionCompleted, when: "The run completes." },
  { event: controlPlaneExecutionFailed, when: "The run ends without completing." },
];
