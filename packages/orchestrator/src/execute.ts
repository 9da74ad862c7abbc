import type { ExecutionContext, ExecutionPolicy, ExecutionReport, FinalDecision } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import { executeLimited } from "./execute-limited.ts";
import { executeOnce } from "./execute-once.ts";
import type { ExecutionPorts } from "./execution-ports.ts";
import type { Executor } from "./executor.ts";
import { actionIdempotencyKey } from "./idempotency-key.ts";
import { orchestrationPlan } from "./orchestration-plan.ts";
import { ReportDraft } from "./report-draft.ts";

/**
 * Executes one decision within the bounds of a policy, and reports every attempt. It rejects only if the clock throws.
 *
 * - INV-EXE-1: it is deterministic. The same inputs, clock and executor give the same attempts in the same order, and the same report.
 * - INV-EXE-2: it is bounded. Attempts, the time of each and of all together, waits included, and concurrency stay within the policy.
 * - INV-EXE-3: it fails closed. An exception becomes a failed attempt and a marker; what cannot be checked or kept is not run.
 * - INV-EXE-4: the kill switch denies, before anything else and again before every attempt.
 * - INV-EXE-5: it tells no secrets. Reports hold class names, codes and counts; logs go through `redactExecutionLog`.
 * - INV-EXE-6: rate limits hold, of each action and of all together.
 *
 * Members of the context beyond those of the contract say what the action is about (a run, a step), and must be JSON.
 * Source: orchestration core, Execution Flow.
 */
export async function execute(
  decision: FinalDecision,
  context: ExecutionContext & Readonly<Record<string, unknown>>,
  policy: ExecutionPolicy,
  executor: Executor,
  ports: ExecutionPorts,
): Promise<ExecutionReport> {
  const draft = new ReportDraft(ports.clock);
  try {
    if (context.ops_deny_actions === true) return draft.end("denied", "kill_switch");
    if (!isSound(decision, context, policy) || !isKept(policy, ports)) return draft.end("failed", "invalid_input");
    if (!decision.allowed) return draft.end("skipped", "not_allowed");

    const plan = orchestrationPlan(decision, policy);
    const endsAt = draft.startedAt + plan.max_total_time_ms;
    const execution = { decision, context, policy, executor, ports, plan, endsAt, draft };
    if (plan.idempotency_enabled && ports.records !== undefined) {
      const idempotencyKey = actionIdempotencyKey(decision, context);
      return await executeOnce({ ...execution, idempotencyKey }, ports.records, executeLimited);
    }
    return await executeLimited(execution);
  } catch {
    return draft.end("failed", "internal");
  }
}

/** Types end where programs in other languages begin, so that a policy with a limit of -1 is found here and not run. */
function isSound(decision: FinalDecision, context: ExecutionContext, policy: ExecutionPolicy): boolean {
  return (
    validators.FinalDecision(decision).length === 0 &&
    validators.ExecutionContext(context).length === 0 &&
    validators.ExecutionPolicy(policy).length === 0
  );
}

/** Whether the policy can be kept with what was given. One that cannot is not run, rather than run without its limits. */
function isKept(policy: ExecutionPolicy, ports: ExecutionPorts): boolean {
  const limited = policy.rate_limit !== undefined || policy.concurrency !== undefined;
  if (limited && ports.limits === undefined) return false;
  return policy.idempotency?.idempotency_enabled !== true || ports.records !== undefined;
}
