/** How an execution ended. These are metrics; the lifecycle states of a plugin are in plugin-lifecycle.ts. */
export type ExecutionOutcome = "success" | "error" | "cancelled";

/** What is counted about one module since it was registered. */
export interface ExecutionMetrics {
  /** Attempts that have begun and not ended. */
  readonly open: number;
  readonly success: number;
  readonly error: number;
  /** Attempts that the control plane aborted; they say nothing about the plugin. */
  readonly cancelled: number;
  /** Sum of the durations of all ended attempts, in milliseconds, waiting included. */
  readonly duration_ms_total: number;
  readonly last_outcome?: Exclude<ExecutionOutcome, "cancelled">;
  /** Epoch milliseconds. */
  readonly last_ended_at?: number;
}

export const noExecutions: ExecutionMetrics = Object.freeze({
  open: 0,
  success: 0,
  error: 0,
  cancelled: 0,
  duration_ms_total: 0,
});

export function beginExecution(metrics: ExecutionMetrics): ExecutionMetrics {
  return Object.freeze({ ...metrics, open: metrics.open + 1 });
}

/**
 * Counts the end of one execution. `ToolRunner.run` calls it in its `finally` block, so that no execution goes uncounted.
 * Source: execution governance, §8 and §3.
 */
export function updateExecutionMetrics(
  metrics: ExecutionMetrics,
  ended: { readonly outcome: ExecutionOutcome; readonly startedAt: number; readonly endedAt: number },
): ExecutionMetrics {
  return Object.freeze({
    ...metrics,
    open: metrics.open - 1,
    [ended.outcome]: metrics[ended.outcome] + 1,
    duration_ms_total: metrics.duration_ms_total + Math.max(0, ended.endedAt - ended.startedAt),
    ...(ended.outcome !== "cancelled" && { last_outcome: ended.outcome }),
    last_ended_at: ended.endedAt,
  });
}
