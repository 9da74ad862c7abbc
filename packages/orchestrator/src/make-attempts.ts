import type { ExecutionReport } from "@oap/protocol";
import { attemptError } from "./attempt-error.ts";
import { boundedRun, type RunEnd } from "./bounded-run.ts";
import type { Execution } from "./execution.ts";
import { sleep } from "./execution-clock.ts";
import { nextAttempt } from "./next-attempt.ts";
import { orchestrationRetries } from "./retry-schedule.ts";

/** Makes attempts until one succeeds, none is left, or the time, the kill switch or the caller ends it. Every one is recorded. */
export async function makeAttempts(execution: Execution): Promise<ExecutionReport> {
  const { decision, context, policy, ports, plan, endsAt, idempotencyKey, draft } = execution;
  const { clock, signal } = ports;
  for (let attempt_number = 0; ; attempt_number++) {
    if (context.ops_deny_actions === true) return draft.end("denied", "kill_switch");
    if (signal?.aborted) return draft.end("failed", "aborted");
    const startedAt = clock.now();
    if (startedAt >= endsAt) return draft.end("failed", "total_timeout");

    const end = await oneAttempt(execution, attempt_number, startedAt);
    const attempt = {
      action: decision.action,
      attempt_number,
      ...(idempotencyKey && { idempotency_key: idempotencyKey }),
    };
    if (end.kind === "returned") {
      draft.add({ ...attempt, status: "success" }, startedAt);
      return draft.end("success");
    }
    const { error_type, error_code, marker, retryable } = attemptError(end);
    draft.add({ ...attempt, status: "failed", error_type, error_code }, startedAt);
    if (!retryable || attempt_number >= plan.max_retries) return draft.end("failed", marker);

    const now = clock.now();
    const next = nextAttempt(orchestrationRetries(policy.retry), attempt_number + 1, endsAt - now);
    // A wait that takes all the time that remains leaves none for the attempt.
    if (!next.retry || next.delayMs >= endsAt - now) return draft.end("failed", marker, "total_timeout");
    if (next.delayMs > 0) await sleep({ clock, until: now + next.delayMs, signal });
  }
}

async function oneAttempt(execution: Execution, attemptNumber: number, startedAt: number): Promise<RunEnd> {
  const { decision, executor, ports, plan, endsAt, idempotencyKey } = execution;
  const end = await boundedRun({
    start: (signal) => executor({ decision, attemptNumber, ...(idempotencyKey && { idempotencyKey }), signal }),
    signal: ports.signal,
    clock: ports.clock,
    endsAt: Math.min(startedAt + plan.timeout_per_action_ms, endsAt),
    abandonedAt: endsAt,
    onLateEnd: (ended) => tell(() => ports.onLateEnd?.(ended)),
  });
  if ("abandoned" in end && end.abandoned !== undefined) {
    const { abandoned } = end;
    tell(() => ports.onAbandoned?.(abandoned));
  }
  return end;
}

/** A listener that fails must not change how the attempt ends. */
function tell(notify: () => void): void {
  try {
    notify();
  } catch {
    // There is nobody left to tell.
  }
}
