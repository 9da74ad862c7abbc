import type { Tracer } from "@opentelemetry/api";
import type { CapabilityLabelling } from "./capability-labels.ts";
import type { Metrics } from "./metrics.ts";

/** With what exchanges, runs and attempts are watched. */
export interface Watch {
  readonly metrics: Metrics;
  readonly open: OpenCounts;
  readonly tracer: () => Tracer;
  readonly labelling: CapabilityLabelling;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/** What has begun and not ended. Plain numbers, which become gauges at a scrape, since they change twice for each. */
export interface OpenCounts {
  exchanges: number;
  attempts: number;
  steps: number;
  readonly runs: { invoke: number; plan: number };
}

export function nothingOpen(): OpenCounts {
  return { exchanges: 0, attempts: 0, steps: 0, runs: { invoke: 0, plan: 0 } };
}

export function readOpen(metrics: Metrics, open: OpenCounts): void {
  metrics.exchangesOpen.set(open.exchanges);
  metrics.attemptsRunning.set(open.attempts);
  metrics.stepsOpen.set(open.steps);
  for (const kind of ["invoke", "plan"] as const) metrics.runsOpen.set({ kind }, open.runs[kind]);
}
