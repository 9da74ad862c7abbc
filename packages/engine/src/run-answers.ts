import type {
  ControlPlaneExecutionRetryOutput,
  ControlPlaneExecutionStartOutput,
  ExecInvokeResult,
  ExecPlanApplyResult,
  JsonValue,
} from "@oap/protocol";
import { executionStatusOf } from "./execution-status.ts";
import type { StoredJob } from "./job-service.ts";
import { timestampOf } from "./timestamp.ts";

/** The operations that start runs, with their answers. */
export const answerOf: Readonly<Record<string, (job: StoredJob) => object>> = {
  "exec.invoke": invokeResult,
  "exec.plan.apply": applyResult,
  "controlPlane.execution.start": startOutput,
  "controlPlane.execution.retry": retryOutput,
};

/** Those operations, by name. Their exchanges may wait for as long as a run may take; all others are answered at once. */
export const runStarters: ReadonlySet<string> = new Set(Object.keys(answerOf));

export function invokeResult({ run }: StoredJob): ExecInvokeResult {
  const { invocation_id, state, mode, output, error, governance } = run;
  return {
    invocation_id,
    state,
    ...(mode === "SYNC" && output !== undefined && { output }),
    ...(mode === "SYNC" && error && { error }),
    ...(governance && { governance }),
  };
}

export function applyResult({ run: { plan_id = "", invocation_id, state } }: StoredJob): ExecPlanApplyResult {
  return { plan_id, invocation_id, state };
}

export function startOutput({ run }: StoredJob): ControlPlaneExecutionStartOutput {
  return {
    runId: run.invocation_id,
    status: executionStatusOf[run.state],
    startedAt: timestampOf(run.started_at ?? run.accepted_at),
  };
}

export function retryOutput({ run }: StoredJob): ControlPlaneExecutionRetryOutput {
  return {
    runId: run.invocation_id,
    status: executionStatusOf[run.state],
    phase: "execution",
    retriedAt: timestampOf(run.accepted_at),
  };
}

/** Results are plain data; their types do not say so. */
export function toJson(result: object): JsonValue {
  return result as JsonValue;
}
