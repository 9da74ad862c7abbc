import { setTimeout as sleep } from "node:timers/promises";
import type { OapClient } from "@oap/protocol/client";
import type { ExecPlanStatusGetResult, PlanStepState } from "@oap/protocol/types";

/** How often the status is read, in milliseconds. */
const pollMs = 50;

const open = new Set(["PENDING", "RUNNING"]);

/**
 * Reads a plan run's status until it is terminal, and tells of each step whose state changed, in the plan's order.
 * @returns the last status read; it is not terminal only when the signal ended the following.
 */
export async function followRun(
  client: OapClient,
  invocationId: string,
  onStep: (step: PlanStepState) => void,
  signal: AbortSignal,
): Promise<ExecPlanStatusGetResult> {
  const seen = new Map<string, string>();
  for (;;) {
    const status = await client.exec.plan.status.get({ invocation_id: invocationId });
    for (const step of status.step_states) {
      if (step.state !== "PENDING" && seen.get(step.step_id) !== step.state) {
        seen.set(step.step_id, step.state);
        onStep(step);
      }
    }
    if (!open.has(status.state) || signal.aborted) return status;
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}
