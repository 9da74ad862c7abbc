import { defineBound } from "../spec/define-bound.ts";
import { source } from "../spec/source.ts";

/** What the bounds of the policies say alike. INV-EXE-2: every policy is bounded. */
const bound = {
  stability: "stable",
  since: "1.0.0",
  source: source("orchestration-core", "Policies"),
} as const;

export const backoffMultiplierMax = defineBound({
  ...bound,
  name: "backoffMultiplierMax",
  value: 10,
  unit: "times",
  title: "Backoff multiplier",
  description: "From one retry to the next, the wait grows at most tenfold.",
});

export const orchestrationActionsMax = defineBound({
  ...bound,
  name: "orchestrationActionsMax",
  value: 64,
  unit: "actions",
  title: "Orchestration actions",
  description: "An orchestration plan may have at most this many actions.",
});

export const executionMarkersMax = defineBound({
  ...bound,
  name: "executionMarkersMax",
  value: 8,
  unit: "markers",
  title: "Execution markers",
  description: "A report names at most this many reasons.",
});

export const rateLimitExecutionsMax = defineBound({
  ...bound,
  name: "rateLimitExecutionsMax",
  value: 1_000_000,
  unit: "executions",
  title: "Rate limit",
  description: "A rate limit allows at most this many executions in its window.",
});
