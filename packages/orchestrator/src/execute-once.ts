import type { ExecutionReport } from "@oap/protocol";
import { validators } from "@oap/protocol/validators";
import type { Execution } from "./execution.ts";
import { waitFor } from "./execution-clock.ts";
import type { ExecutionRecords } from "./execution-records.ts";

/**
 * Executes unless it is recorded that this was attempted before: then the recorded report is the answer, whatever came of it. Twins
 * that come at the same time wait for the first, within their own time. What was never attempted is not recorded.
 *
 * INV-EXE-3: while it is not known whether it was attempted, it is not attempted.
 */
export async function executeOnce(
  execution: Execution & { readonly idempotencyKey: string },
  records: ExecutionRecords,
  run: (execution: Execution) => Promise<ExecutionReport>,
): Promise<ExecutionReport> {
  const { idempotencyKey: key, ports, endsAt, draft } = execution;
  const begun = (async () => records.begin(key))();
  const waited = await waitFor(begun, { clock: ports.clock, until: endsAt, signal: ports.signal }).catch(() => failed);
  switch (waited.kind) {
    case "failed":
      return draft.end("failed", "unrecorded");
    case "aborted":
    case "time_over":
      // The store may still say that it is this one's to run; nobody waits for that any more.
      begun.then((recorded) => (recorded === undefined ? records.end(key, undefined) : undefined)).catch(() => {});
      return draft.end("failed", waited.kind === "aborted" ? "aborted" : "total_timeout");
    case "settled":
      break;
  }
  if (waited.value !== undefined) {
    return validators.ExecutionReport(waited.value).length === 0 ? waited.value : draft.end("failed", "unrecorded");
  }

  const report = await run(execution);
  const ended = (async () => records.end(key, report.attempts.length > 0 ? report : undefined))();
  const written = await waitFor(ended, { clock: ports.clock, until: endsAt }).catch(() => failed);
  if (written.kind === "settled") return report;
  return { ...report, fail_closed: true, markers: [...(report.markers ?? []), "unrecorded"] };
}

const failed = { kind: "failed" } as const;
