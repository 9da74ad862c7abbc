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
  /** Runs that were accepted, less those whose acceptance came to nothing; and as many of them as the counter has. */
  readonly accepted: { invoke: number; plan: number };
  readonly counted: { invoke: number; plan: number };
}

export function nothingOpen(): OpenCounts {
  return { exchanges: 0, attempts: 0, steps: 0, runs: none(), accepted: none(), counted: none() };
}

function none() {
  return { invoke: 0, plan: 0 };
}

export function readOpen(metrics: Metrics, open: OpenCounts): void {
  metrics.exchangesOpen.set(open.exchanges);
  metrics.attemptsRunning.set(open.attempts);
  metrics.stepsOpen.set(open.steps);
  for (const kind of ["invoke", "plan"] as const) {
    metrics.runsOpen.set({ kind }, open.runs[kind]);
    // A counter never goes back: what is withdrawn after a scrape had it is made up for by the next run.
    const more = open.accepted[kind] - open.counted[kind];
    if (more <= 0) continue;
    metrics.runsStarted.inc({ kind }, more);
    open.counted[kind] += more;
  }
}
