import type { ExecutionReport } from "@oap/protocol";
import type { Execution } from "./execution.ts";
import type { ExecutionLimits } from "./execution-limits.ts";
import { makeAttempts } from "./make-attempts.ts";

/** Executes when its turn has come and the rate limits admit it. INV-EXE-2, INV-EXE-6. */
export async function executeLimited(execution: Execution): Promise<ExecutionReport> {
  const { limits } = execution.ports;
  return limits === undefined ? makeAttempts(execution) : takeTurn(execution, limits);
}

async function takeTurn(execution: Execution, limits: ExecutionLimits): Promise<ExecutionReport> {
  const { decision, context, policy, ports, endsAt, draft } = execution;
  const { clock, signal } = ports;
  const turn = await limits.turns.take(policy.concurrency?.max_concurrency ?? 1, { clock, until: endsAt, signal });
  if (turn === "overloaded") return draft.end("denied", "overloaded");
  if (turn === "aborted") return draft.end("failed", "aborted");
  if (turn === "time_over") return draft.end("failed", "total_timeout");

  // An executor that was abandoned still runs, so that its turn is over only when it ends.
  const abandoned: Promise<unknown>[] = [];
  try {
    const now = context.now_ms ?? clock.now();
    if (policy.rate_limit !== undefined && !limits.rates.start(decision.action, policy.rate_limit, now)) {
      return draft.end("denied", "rate_limited");
    }
    const onAbandoned: typeof ports.onAbandoned = (ended) => {
      abandoned.push(ended);
      ports.onAbandoned?.(ended);
    };
    return await makeAttempts({ ...execution, ports: { ...ports, onAbandoned } });
  } finally {
    if (abandoned.length === 0) turn.release();
    else void Promise.all(abandoned).then(() => turn.release());
  }
}
