import type { ExecutionAttempt, ExecutionMarker, ExecutionReport, ExecutionStatus } from "@oap/protocol";
import type { ExecutionClock } from "./execution-clock.ts";

/** Markers of what nobody meant to happen (INV-EXE-3). The others are decisions. */
const unexpected: ReadonlySet<ExecutionMarker> = new Set([
  "exception",
  "timeout",
  "total_timeout",
  "abandoned",
  "invalid_input",
  "unrecorded",
  "internal",
]);

/** A report while the execution goes on. It owns the attempts that were made. */
export class ReportDraft {
  readonly #clock: ExecutionClock;
  readonly #attempts: ExecutionAttempt[] = [];
  readonly startedAt: number;

  constructor(clock: ExecutionClock) {
    this.#clock = clock;
    this.startedAt = clock.now();
  }

  /** Records an attempt, whether it succeeded or not. */
  add(attempt: Omit<ExecutionAttempt, "latency_ms">, startedAt: number): void {
    this.#attempts.push({ ...attempt, latency_ms: since(startedAt, this.#clock.now()) });
  }

  end(status: ExecutionStatus, ...markers: ExecutionMarker[]): ExecutionReport {
    return {
      attempts: this.#attempts,
      total_latency_ms: since(this.startedAt, this.#clock.now()),
      success_count: status === "success" ? 1 : 0,
      failed_count: status === "failed" ? 1 : 0,
      skipped_count: status === "skipped" ? 1 : 0,
      denied_count: status === "denied" ? 1 : 0,
      fail_closed: markers.some((marker) => unexpected.has(marker)),
      ...(markers.length > 0 && { markers }),
    };
  }
}

/** Whole milliseconds, and never less than none, even on a clock that goes back. */
function since(startedAt: number, endedAt: number): number {
  return Math.max(0, Math.round(endedAt - startedAt));
}
