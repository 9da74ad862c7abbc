import type { ExecutionContext, ExecutionPolicy, FinalDecision, OrchestrationPlan } from "@oap/protocol";
import type { ExecutionPorts } from "./execution-ports.ts";
import type { Executor } from "./executor.ts";
import type { ReportDraft } from "./report-draft.ts";

/** One call of `execute`, checked and with its bounds worked out, on its way through the stages. */
export interface Execution {
  readonly decision: FinalDecision;
  readonly context: ExecutionContext;
  readonly policy: ExecutionPolicy;
  readonly executor: Executor;
  readonly ports: ExecutionPorts;
  readonly plan: OrchestrationPlan;
  /** When all of it is over, in epoch milliseconds. */
  readonly endsAt: number;
  readonly idempotencyKey?: string;
  readonly draft: ReportDraft;
}
